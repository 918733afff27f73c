package dev.lockstep.cli.session;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.lockstep.contracts.ContractJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens in a file that only its owner may read. The file is replaced as a whole, so that two commands at once never leave half of it.
 */
final class TokenStore {

    private static final boolean POSIX =
            java.nio.file.FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path file;

    TokenStore(Path file) {
        this.file = file;
    }

    /** The account that is signed in at an issuer. */
    Optional<Account> current(String issuer) {
        return Optional.ofNullable(read().get(issuer));
    }

    void keep(String issuer, Account account) {
        Map<String, Account> accounts = read();
        accounts.put(issuer, account);
        write(accounts);
    }

    /** Forgets the account at an issuer; false when there was none. */
    boolean forget(String issuer) {
        Map<String, Account> accounts = read();
        boolean known = accounts.remove(issuer) != null;
        if (known) {
            write(accounts);
        }
        return known;
    }

    private Map<String, Account> read() {
        try {
            return Files.exists(file)
                    ? ContractJson.mapper()
                            .readValue(file.toFile(), new TypeReference<LinkedHashMap<String, Account>>() {})
                    : new LinkedHashMap<>();
        } catch (IOException e) {
            return new LinkedHashMap<>();
        }
    }

    private void write(Map<String, Account> accounts) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder, restricted("rwx------"));
            Path fresh = Files.createTempFile(folder, "tokens", ".json", restricted("rw-------"));
            Files.write(fresh, ContractJson.mapper().writeValueAsBytes(accounts));
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("tokens cannot be kept in " + folder, e);
        }
    }

    private static FileAttribute<?>[] restricted(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
