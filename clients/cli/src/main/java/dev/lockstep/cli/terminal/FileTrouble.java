package dev.lockstep.cli.terminal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file cannot be used, in words: what the exceptions of files say is mostly the name of the file. */
public final class FileTrouble {

    private FileTrouble() {}

    /** The end of a sentence, without its full stop. */
    public static String of(IOException trouble) {
        return switch (trouble) {
            case AccessDeniedException _ -> "this account may not";
            case NoSuchFileException _ -> "it does not exist";
            case FileSystemException file when file.getReason() != null -> file.getReason();
            default -> String.valueOf(trouble.getMessage());
        };
    }
}
