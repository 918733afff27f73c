package dev.lockstep.discovery;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Distinguished names, taken apart. */
final class Names {

    private static final String COMPONENT = "DC";

    private Names() {}

    /** The value of the first part: the object's own name. */
    static Optional<String> own(String name) {
        return parts(name).stream().findFirst().map(Names::value);
    }

    /** The own name of the object that stands right above a container, as {@code AG} above {@code CN=Servers}. */
    static Optional<String> above(String name, String container) {
        List<RDN> parts = parts(name);
        for (int i = 0; i + 1 < parts.size(); i++) {
            if (value(parts.get(i)).equalsIgnoreCase(container)) {
                return Optional.of(value(parts.get(i + 1)));
            }
        }
        return Optional.empty();
    }

    /** The own name of the object that stands right below a container, as {@code AG} below {@code CN=Administrative Groups}. */
    static Optional<String> below(String name, String container) {
        List<RDN> parts = parts(name);
        for (int i = 1; i < parts.size(); i++) {
            if (value(parts.get(i)).equalsIgnoreCase(container)) {
                return Optional.of(value(parts.get(i - 1)));
            }
        }
        return Optional.empty();
    }

    /** The distinguished name of the object above. */
    static String parent(String name) throws DiscoveryException {
        try {
            String parent = DN.getParentString(name);
            if (parent != null) {
                return parent;
            }
        } catch (LDAPException e) {
            throw malformed(name);
        }
        throw malformed(name);
    }

    /** The domain that an object is in, as its distinguished name. */
    static String domainOf(String name) {
        List<String> components = new ArrayList<>();
        for (RDN part : parts(name)) {
            if (part.getAttributeNames()[0].equalsIgnoreCase(COMPONENT)) {
                components.add(part.toString());
            }
        }
        return String.join(",", components);
    }

    static boolean same(String one, String other) {
        try {
            return DN.equals(one, other);
        } catch (LDAPException e) {
            return false;
        }
    }

    private static List<RDN> parts(String name) {
        try {
            return List.of(new DN(name).getRDNs());
        } catch (LDAPException e) {
            return List.of();
        }
    }

    private static String value(RDN part) {
        return part.getAttributeValues()[0];
    }

    private static DiscoveryException malformed(String name) {
        return new DiscoveryException(
                "'%s' is no distinguished name.".formatted(name), "Name a domain controller of the forest.");
    }
}
