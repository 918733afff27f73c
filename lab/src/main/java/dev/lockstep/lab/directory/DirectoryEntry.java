package dev.lockstep.lab.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An object of the directory as one domain controller shows it: its distinguished name and attributes, in order. */
public record DirectoryEntry(String name, List<Map.Entry<String, String>> attributes) {

    public DirectoryEntry {
        attributes = List.copyOf(attributes);
    }

    /** The object below another one whose own name is a common name. */
    static DirectoryEntry below(String parent, String objectClass, String commonName) {
        return named("CN=" + escape(commonName) + "," + parent, objectClass, commonName);
    }

    static DirectoryEntry named(String name, String objectClass, String commonName) {
        return new DirectoryEntry(name, List.of(Map.entry("objectClass", objectClass), Map.entry("cn", commonName)));
    }

    DirectoryEntry with(String attribute, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(attributes);
        more.add(Map.entry(attribute, value));
        return new DirectoryEntry(name, more);
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace(",", "\\,");
    }
}
