package dev.lockstep.discovery;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the directory is read.
 *
 * @param controllers the domain controllers to begin with, at least one; the first tells about the forest
 * @param others whether the domain controllers that the directory names besides are read too
 * @param startTls whether a connection that is not LDAPS is encrypted (StartTLS) before anything else is said
 * @param login the account, or null to read without one
 * @param certificates PEM file of the certificates that are trusted, or null for those that the JDK trusts
 * @param patience how long a connection or an answer is waited for
 * @param pageSize entries in a page, 1 to 1000; controllers give 1000 at most
 */
public record DirectoryAccess(
        List<DirectoryAddress> controllers,
        boolean others,
        boolean startTls,
        @Nullable Login login,
        @Nullable Path certificates,
        Duration patience,
        int pageSize) {

    public static final int LARGEST_PAGE = 1_000;

    public DirectoryAccess {
        controllers = List.copyOf(controllers);
        if (controllers.isEmpty() || pageSize < 1 || pageSize > LARGEST_PAGE) {
            throw new IllegalArgumentException("at least one domain controller is read, in pages of 1 to 1000 entries");
        }
        if (login != null && !startTls && controllers.stream().anyMatch(each -> !each.encrypted())) {
            throw new IllegalArgumentException("a password is sent over encrypted connections only");
        }
    }

    /**
     * An account.
     *
     * @param user a distinguished name, {@code name@domain} or {@code DOMAIN\name}
     * @param password never empty: an empty one would be no login at all
     */
    public record Login(String user, String password) {
        public Login {
            if (user.isBlank() || password.isEmpty()) {
                throw new IllegalArgumentException("an account has a name and a password");
            }
        }

        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }
}
