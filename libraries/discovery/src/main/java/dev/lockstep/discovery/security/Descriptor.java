package dev.lockstep.discovery.security;

import java.util.List;

/** What a self-relative security descriptor says about who may do what [MS-DTYP 2.4.6]. The part for auditors is not looked into. */
public sealed interface Descriptor {

    /**
     * A list of entries, in their order; entries of kinds that depend on conditions, audit, or are not known are not among them.
     *
     * @param entries those that allow or deny
     */
    record Listed(List<AccessEntry> entries) implements Descriptor {
        public Listed {
            entries = List.copyOf(entries);
        }
    }

    /** There is no list: everybody may do everything. */
    record Open() implements Descriptor {}

    /**
     * Bytes that are no descriptor.
     *
     * @param why in words
     */
    record Damaged(String why) implements Descriptor {}

    /** Reads a descriptor; whatever the bytes are, this says what is wrong with them instead of failing. */
    static Descriptor read(byte[] bytes) {
        try {
            return new DescriptorReader(new Bytes(bytes)).descriptor();
        } catch (Bytes.Unreadable e) {
            return new Damaged(e.why());
        }
    }
}
