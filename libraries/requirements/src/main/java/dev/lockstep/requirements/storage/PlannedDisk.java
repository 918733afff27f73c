package dev.lockstep.requirements.storage;

import org.jspecify.annotations.Nullable;

/**
 * A shared disk of a layout; the members are those of a disk in an inventory document.
 *
 * @param id for example {@code Disk 1}
 * @param number its number
 * @param resourceName the Physical Disk resource
 * @param role what it holds
 * @param ownerEvs the virtual server that it belongs to, or null for the quorum
 * @param group its cluster group
 * @param raid the RAID level
 * @param spindles drives in the array
 * @param letter its drive letter, or null when it is mounted in a folder
 * @param mountPoint the folder it is mounted in, or null when it has a letter
 * @param hostDisk the disk with that folder, or null when it has a letter
 */
public record PlannedDisk(
        String id,
        int number,
        String resourceName,
        String role,
        @Nullable String ownerEvs,
        String group,
        String raid,
        int spindles,
        @Nullable String letter,
        @Nullable String mountPoint,
        @Nullable String hostDisk) {}
