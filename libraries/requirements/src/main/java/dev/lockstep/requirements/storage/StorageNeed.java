package dev.lockstep.requirements.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a storage layout is asked for.
 *
 * @param virtualServers Exchange virtual servers
 * @param storageGroups storage groups of each virtual server
 * @param reserved letters that shared disks cannot have: floppies, local disks, CD-ROMs of any node; capital letters
 * @param mounting whether volumes may be mounted in folders
 */
public record StorageNeed(int virtualServers, int storageGroups, SortedSet<Character> reserved, Mounting mounting) {

    /** The letters that every Windows node uses itself: two floppies, the system disk and a CD-ROM. */
    public static final Set<Character> USUALLY_RESERVED = Set.of('A', 'B', 'C', 'D');

    /** Eight nodes, of which one is passive (table 1 and the note to table 3). */
    public static final int MOST_VIRTUAL_SERVERS = 7;

    /** What one Exchange server can have (Enterprise Edition). */
    public static final int MOST_STORAGE_GROUPS = 4;

    public StorageNeed {
        reserved = new TreeSet<>(reserved);
    }

    /** Whether volumes may be mounted in folders of a lettered disk. */
    public enum Mounting {
        /** Never; so it is on Windows 2000. */
        NEVER,
        /** When the letters run out. */
        WHEN_NEEDED,
        /** Always: one letter for each virtual server. */
        ALWAYS
    }

    /** What is wrong with the need itself, one sentence each; empty when it can be planned for. */
    public List<String> mistakes() {
        List<String> mistakes = new ArrayList<>();
        if (virtualServers < 1 || virtualServers > MOST_VIRTUAL_SERVERS) {
            mistakes.add(
                    "A cluster has from 1 to %d virtual servers, since of its 8 nodes at most 7 are active, not %d."
                            .formatted(MOST_VIRTUAL_SERVERS, virtualServers));
        }
        if (storageGroups < 1 || storageGroups > MOST_STORAGE_GROUPS) {
            mistakes.add("A virtual server has from 1 to %d storage groups, not %d."
                    .formatted(MOST_STORAGE_GROUPS, storageGroups));
        }
        return mistakes;
    }
}
