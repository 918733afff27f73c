package dev.lockstep.siterunner.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.shell.ProcessShellFactory;

/** An SSH server on this machine that runs each command by a real shell in a session of its own, as OpenSSH does. */
final class SshMachines implements AutoCloseable {

    static final String USER = "lockstep";

    private final SshServer server;
    private final Path folder;
    private final KeyPair account;
    private KeyPair host;

    SshMachines(Path folder, String shell) throws IOException, GeneralSecurityException {
        this.folder = Files.createDirectories(folder);
        this.account = keys();
        this.host = keys();
        this.server = SshServer.setUpDefaultServer();
        server.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        server.setKeyPairProvider(KeyPairProvider.wrap(host));
        server.setPublickeyAuthenticator(
                (user, key, session) -> user.equals(USER) && KeyUtils.compareKeys(key, account.getPublic()));
        server.setCommandFactory((channel, command) -> new OwnSession(command, shell).createShell(channel));
        server.start();
        writeKey(account, keyFile());
        known(host);
    }

    /** The library would take a shell of its own choice, in the session of this test. */
    private static final class OwnSession extends ProcessShellFactory {
        private final String shell;

        OwnSession(String command, String shell) {
            super(command, shell);
            this.shell = shell;
        }

        @Override
        protected List<String> resolveEffectiveCommand(ChannelSession channel, String command, List<String> elements) {
            return new ArrayList<>(List.of("setsid", shell, "-c", command));
        }
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static void writeKey(KeyPair key, Path file) throws IOException, GeneralSecurityException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (OutputStream out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", null, out);
        }
    }

    Path keyFile() {
        return folder.resolve("id_ecdsa");
    }

    Path knownHosts() {
        return folder.resolve("known_hosts");
    }

    private void known(KeyPair key) throws IOException {
        Files.writeString(
                knownHosts(),
                "[127.0.0.1]:%d %s%n".formatted(server.getPort(), PublicKeyEntry.toString(key.getPublic())));
    }

    /** The server shows another key from now on. */
    void changeKey() throws GeneralSecurityException {
        host = keys();
        server.setKeyPairProvider(KeyPairProvider.wrap(host));
    }

    /** The account gets a key that the server does not know. */
    void replaceAccountKey() throws IOException, GeneralSecurityException {
        writeKey(keys(), keyFile());
    }

    void forgetHost() throws IOException {
        Files.writeString(knownHosts(), "");
    }

    /** Commands are refused from now on. */
    void runNothing() {
        server.setCommandFactory(null);
    }

    /** The network between here and there breaks. */
    void breakConnections() {
        server.getActiveSessions().forEach(session -> session.close(true));
    }

    SshMachine machine(Path... programs) {
        return new SshMachine(
                "127.0.0.1",
                server.getPort(),
                USER,
                keyFile(),
                knownHosts(),
                List.of(programs).stream().map(Path::toString).toList());
    }

    @Override
    public void close() throws IOException {
        server.close(true);
        server.stop(true);
    }
}
