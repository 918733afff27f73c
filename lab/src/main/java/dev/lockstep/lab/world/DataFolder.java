package dev.lockstep.lab.world;

/** A folder on a shared disk and whether anything is in it. */
public record DataFolder(String path, boolean empty) implements Named {
    @Override
    public String name() {
        return path;
    }
}
