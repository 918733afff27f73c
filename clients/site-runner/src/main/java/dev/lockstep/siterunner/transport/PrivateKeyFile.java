package dev.lockstep.siterunner.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Set;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.util.security.SecurityUtils;

/** The private key of the runner's account on another machine. */
final class PrivateKeyFile {
    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private PrivateKeyFile() {}

    /**
     * Reads a key.
     *
     * @throws IOException in words for a person when it cannot be read, is readable for others, or is none
     */
    static KeyPair read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no key file " + file);
        }
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                && !OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IOException("the key file " + file + " is open to others; 'chmod 600' it, and make a new key if"
                    + " somebody may have read it");
        }
        try (InputStream in = Files.newInputStream(file)) {
            Iterable<KeyPair> keys =
                    SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName(file.toString()), in, null);
            Iterator<KeyPair> found = keys == null ? null : keys.iterator();
            if (found == null || !found.hasNext()) {
                throw new IOException("the key file " + file + " holds no private key that is understood");
            }
            return found.next();
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "the key file " + file + " cannot be read (a key has no passphrase): " + e.getMessage(), e);
        }
    }
}
