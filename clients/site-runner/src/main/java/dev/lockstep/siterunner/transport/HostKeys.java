package dev.lockstep.siterunner.transport;

import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;

/** Believes a machine only by a key that stands in the file of known hosts, says why it does not, and never writes to that file. */
final class HostKeys extends KnownHostsServerKeyVerifier {
    private final Path file;
    private final AtomicReference<String> refusal = new AtomicReference<>("");

    HostKeys(Path file) {
        super((session, address, key) -> false, file);
        this.file = file;
    }

    @Override
    public boolean verifyServerKey(ClientSession session, SocketAddress address, PublicKey key) {
        if (!Files.isReadable(file)) {
            refusal.set("the file of known hosts " + file + " cannot be read");
            return false;
        }
        return super.verifyServerKey(session, address, key);
    }

    @Override
    protected boolean acceptUnknownHostKey(ClientSession session, SocketAddress address, PublicKey key) {
        refusal.set("its key " + KeyUtils.getFingerPrint(key)
                + " is not known; compare it at the machine, then add it to " + file);
        return false;
    }

    @Override
    public boolean acceptModifiedServerKey(
            ClientSession session, SocketAddress address, KnownHostEntry entry, PublicKey expected, PublicKey actual) {
        refusal.set("its key has CHANGED from " + KeyUtils.getFingerPrint(expected) + " to "
                + KeyUtils.getFingerPrint(actual)
                + ": another machine may answer in its place; only when the change is explained, replace its line in "
                + file);
        return false;
    }

    @Override
    protected void handleRevokedKey(ClientSession session, SocketAddress address, PublicKey key) {
        refusal.set("its key " + KeyUtils.getFingerPrint(key) + " is revoked in " + file);
    }

    /** Why the machine was not believed, if it was not. */
    Optional<String> refusal() {
        return Optional.of(refusal.get()).filter(each -> !each.isEmpty());
    }
}
