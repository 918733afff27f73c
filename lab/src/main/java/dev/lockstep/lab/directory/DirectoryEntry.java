package dev.lockstep.lab.directory;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * An object of the directory as one domain controller shows it: its distinguished name and attributes, in order.
 *
 * @param binary attributes whose values are bytes, here in base 64
 */
public record DirectoryEntry(
        String name, List<Map.Entry<String, String>> attributes, List<Map.Entry<String, String>> binary) {

    public DirectoryEntry {
        attributes = List.copyOf(attributes);
        binary = List.copyOf(binary);
    }

    /** The object below another one whose own name is a common name. */
    static DirectoryEntry below(String parent, String objectClass, String commonName) {
        return named("CN=" + escape(commonName) + "," + parent, objectClass, commonName);
    }

    static DirectoryEntry named(String name, String objectClass, String commonName) {
        return new DirectoryEntry(
                name, List.of(Map.entry("objectClass", objectClass), Map.entry("cn", commonName)), List.of());
    }

    DirectoryEntry with(String attribute, String value) {
        return new DirectoryEntry(name, and(attributes, attribute, value), binary);
    }

    /** With another attribute whose value is bytes. */
    DirectoryEntry with(String attribute, byte[] value) {
        return new DirectoryEntry(
                name, attributes, and(binary, attribute, Base64.getEncoder().encodeToString(value)));
    }

    private static List<Map.Entry<String, String>> and(
            List<Map.Entry<String, String>> before, String attribute, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(before);
        more.add(Map.entry(attribute, value));
        return more;
    }

    /** The object as a directory server holds it. */
    public Entry asServed() throws LDAPException {
        Entry entry = new Entry(name);
        attributes.forEach(each -> entry.addAttribute(each.getKey(), each.getValue()));
        binary.forEach(
                each -> entry.addAttribute(each.getKey(), Base64.getDecoder().decode(each.getValue())));
        RDN own = entry.getRDN();
        if (own != null) {
            List.of(own.getAttributes()).forEach(entry::addAttribute);
        }
        return entry;
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace(",", "\\,");
    }
}
