package dev.lockstep.requirements.storage;

import dev.lockstep.requirements.storage.StorageNeed.Mounting;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shared disks of a cluster (table 2): for each virtual server one disk for SMTP queues (with the MTA's on the first), and for each
 * of its storage groups one for databases and one for logs; and the quorum. Three virtual servers of three storage groups need 22 disks
 * with 104 spindles and the letters E to Z.
 *
 * @param disks in the order of their numbers
 * @param spindles drives in all arrays
 * @param lettersUsed letters that the layout takes
 * @param lettersFree letters that are left
 * @param notices what somebody who carries it out should know
 */
public record StorageLayout(
        List<PlannedDisk> disks, int spindles, int lettersUsed, int lettersFree, List<String> notices) {

    /** What the hardware list of the four-node scenario says; its own disk table adds up to two less. */
    private static final int SPINDLES_IN_THE_HARDWARE_LIST = 106;

    private static final int SPINDLES_IN_THE_DISK_TABLE = 104;

    private static final char QUORUM = 'Q';

    public StorageLayout {
        disks = List.copyOf(disks);
        notices = List.copyOf(notices);
    }

    /** What came of planning. */
    public sealed interface Outcome {

        /** There is a layout. */
        record Planned(StorageLayout layout) implements Outcome {}

        /** There is none, for these reasons, 1 or more. */
        record Impossible(List<String> reasons) implements Outcome {
            public Impossible {
                reasons = List.copyOf(reasons);
            }
        }
    }

    /** Plans a layout. */
    public static Outcome plan(StorageNeed need) {
        List<String> mistakes = need.mistakes();
        if (!mistakes.isEmpty()) {
            return new Outcome.Impossible(mistakes);
        }
        Letters letters = new Letters(need);
        int disks = need.virtualServers() * (1 + 2 * need.storageGroups()) + 1;
        boolean enough = disks <= letters.count();
        String shortage = "%d shared disks need as many letters, and %d are free.".formatted(disks, letters.count());
        boolean mounted = need.mounting() == Mounting.ALWAYS || (!enough && need.mounting() == Mounting.WHEN_NEEDED);
        int wanted = mounted ? need.virtualServers() + 1 : disks;
        if (wanted > letters.count()) {
            return new Outcome.Impossible(List.of(
                    shortage,
                    mounted
                            ? "Mount points still need %d: one for each virtual server, and the quorum's."
                                    .formatted(wanted)
                            : "With Windows Server 2003 and Exchange 2003 on all nodes, volumes may be mounted in folders of"
                                    + " each virtual server's SMTP disk instead: that takes %d letters."
                                            .formatted(need.virtualServers() + 1)));
        }
        return new Outcome.Planned(layout(need, letters, mounted, enough ? null : shortage));
    }

    private static StorageLayout layout(StorageNeed need, Letters letters, boolean mounted, @Nullable String shortage) {
        List<PlannedDisk> disks = new ArrayList<>();
        for (int server = 1; server <= need.virtualServers(); server++) {
            String evs = "EVS" + server;
            PlannedDisk host =
                    lettered(disks.size() + 1, server == 1 ? "SMTP_MTA" : "SMTP", evs, Array.QUEUES, letters.take());
            disks.add(host);
            for (int group = 1; group <= need.storageGroups(); group++) {
                disks.add(volume(
                        disks.size() + 1,
                        "SG%d_DATABASES".formatted(group),
                        host,
                        Array.DATABASES,
                        "SG%dDB".formatted(group),
                        mounted,
                        letters));
                disks.add(volume(
                        disks.size() + 1,
                        "SG%d_LOGS".formatted(group),
                        host,
                        Array.LOGS,
                        "SG%dLOG".formatted(group),
                        mounted,
                        letters));
            }
        }
        disks.add(lettered(disks.size() + 1, "QUORUM", null, Array.QUORUM, letters.quorum()));
        int spindles = disks.stream().mapToInt(PlannedDisk::spindles).sum();
        int free = letters.left();
        return new StorageLayout(
                disks, spindles, letters.count() - free, free, notices(spindles, free, mounted, shortage));
    }

    private static PlannedDisk volume(
            int number, String role, PlannedDisk host, Array array, String folder, boolean mounted, Letters letters) {
        String evs = host.group();
        return mounted
                ? new PlannedDisk(
                        "Disk " + number,
                        number,
                        "Disk %s:\\%s".formatted(host.letter(), folder),
                        role,
                        evs,
                        evs,
                        array.raid,
                        array.spindles,
                        null,
                        "%s:\\%s".formatted(host.letter(), folder),
                        host.id())
                : lettered(number, role, evs, array, letters.take());
    }

    private static PlannedDisk lettered(int number, String role, @Nullable String evs, Array array, char letter) {
        return new PlannedDisk(
                "Disk " + number,
                number,
                "Disk %s:".formatted(letter),
                role,
                evs,
                evs == null ? "Cluster Group" : evs,
                array.raid,
                array.spindles,
                String.valueOf(letter),
                null,
                null);
    }

    private static List<String> notices(int spindles, int free, boolean mounted, @Nullable String shortage) {
        List<String> notices = new ArrayList<>();
        if (shortage != null) {
            notices.add("Letters run out: " + shortage);
        }
        if (mounted) {
            notices.add(
                    "Mounted volumes need Windows Server 2003 and Exchange 2003 on all nodes. Each stays in the cluster group of"
                            + " its host disk, and its resource depends on the host disk's. Exchange's program files are never mounted.");
        } else if (free == 0) {
            notices.add("No letter is left: any further shared disk needs a mount point (Windows Server 2003).");
        }
        if (spindles >= SPINDLES_IN_THE_DISK_TABLE && spindles < SPINDLES_IN_THE_HARDWARE_LIST) {
            notices.add(
                    "The source document's hardware list says %d spindles for the four-node cluster; its disk table, which is"
                                    .formatted(SPINDLES_IN_THE_HARDWARE_LIST)
                            + " derived here, adds up to %d. Both are in the catalogue: the sum is what counts, the larger number is a"
                                    .formatted(SPINDLES_IN_THE_DISK_TABLE)
                            + " recommendation.");
        }
        return notices;
    }

    /** The arrays of table 2. */
    private enum Array {
        QUEUES("RAID-0+1", 4),
        DATABASES("RAID-0+1", 8),
        LOGS("RAID-1", 2),
        QUORUM("RAID-1", 2);

        private final String raid;
        private final int spindles;

        Array(String raid, int spindles) {
            this.raid = raid;
            this.spindles = spindles;
        }
    }

    /** The letters that nobody has: the quorum takes Q when it is free, otherwise the last. */
    private static final class Letters {
        private final Deque<Character> free = new ArrayDeque<>();
        private final char quorum;
        private final int count;

        Letters(StorageNeed need) {
            for (char letter = 'A'; letter <= 'Z'; letter++) {
                if (!need.reserved().contains(letter)) {
                    free.add(letter);
                }
            }
            count = free.size();
            quorum = free.contains(QUORUM) || free.isEmpty() ? QUORUM : free.getLast();
            free.remove(quorum);
        }

        int count() {
            return count;
        }

        int left() {
            return free.size();
        }

        char quorum() {
            return quorum;
        }

        char take() {
            return free.removeFirst();
        }
    }
}
