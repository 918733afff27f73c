package dev.lockstep.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Identifies an Exchange organization: its name in lower case, for example {@code contoso}.
 *
 * @param value 1 to 64 characters, no colon, no control characters, no leading or trailing blank
 */
public record OrganizationId(@JsonValue String value) {

    /** Longest organization name that Active Directory accepts as a common name. */
    public static final int MAXIMUM_LENGTH = 64;

    @JsonCreator
    public OrganizationId {
        Identifiers.check("organization id", value, MAXIMUM_LENGTH);
        if (value.indexOf(':') >= 0 || !value.equals(value.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "an organization id is lower case and has no colon: '%s'".formatted(value));
        }
    }

    /** The id of the organization with this display name. */
    public static OrganizationId ofName(String name) {
        return new OrganizationId(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return value;
    }
}
