package dev.lockstep.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Identifies a cluster within its organization: {@code organization:cluster} in lower case, for example {@code contoso:clu01}.
 *
 * @param value the organization id, a colon, and a NetBIOS name of 1 to 15 characters
 */
public record ClusterId(@JsonValue String value) {

    /** Longest NetBIOS name of a cluster. */
    public static final int MAXIMUM_NAME_LENGTH = 15;

    @JsonCreator
    public ClusterId {
        int colon = value.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("a cluster id reads organization:cluster, not '%s'".formatted(value));
        }
        OrganizationId organization = new OrganizationId(value.substring(0, colon));
        String name = value.substring(colon + 1);
        Identifiers.check("cluster name", name, MAXIMUM_NAME_LENGTH);
        if (name.indexOf(':') >= 0 || !name.equals(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("the cluster name in an id is lower case and has no colon: '%s' in %s"
                    .formatted(name, organization));
        }
    }

    /** The id of the cluster with this display name in an organization. */
    public static ClusterId of(OrganizationId organization, String clusterName) {
        return new ClusterId(organization.value() + ":" + clusterName.toLowerCase(Locale.ROOT));
    }

    /** The organization that the cluster belongs to. */
    public OrganizationId organization() {
        return new OrganizationId(value.substring(0, value.indexOf(':')));
    }

    @Override
    public String toString() {
        return value;
    }
}
