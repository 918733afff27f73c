package dev.lockstep.siterunner.transport;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * Runs programs on another machine over SSH, each on a connection of its own: the machine is believed by its known key only, the
 * account has a key and no password. When the connection breaks, the other side ends the program and everything that it has started;
 * what it did until then is not known.
 */
public final class SshTransport implements Transport {
    private static final Duration LAST_OUTPUT = Duration.ofSeconds(2);
    private static final Duration ENDING = Duration.ofSeconds(5);
    private static final Duration LONGEST_GREETING = Duration.ofSeconds(15);
    private static final Duration GLANCE = Duration.ofMillis(200);
    private static final Set<ClientChannelEvent> OVER =
            EnumSet.of(ClientChannelEvent.EXIT_STATUS, ClientChannelEvent.EXIT_SIGNAL, ClientChannelEvent.CLOSED);
    private static final int WORD_BYTES = 16;

    private final SshMachine machine;
    private final Charset charset;
    private final SecureRandom random = new SecureRandom();

    public SshTransport(SshMachine machine, Charset charset) {
        this.machine = machine;
        this.charset = charset;
    }

    @Override
    public CommandResult run(List<String> argv, Duration timeout, Consumer<ProcessHandle> begun, Consumer<String> line)
            throws InterruptedException {
        if (!ProgramName.isPlain(argv.getFirst())) {
            return notStarted("there is no program '" + argv.getFirst() + "' there");
        }
        if (argv.stream().anyMatch(each -> each.indexOf('\0') >= 0)) {
            return notStarted("no argument of a program holds a zero character");
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        HostKeys hostKeys = new HostKeys(machine.knownHosts());
        try (SshClient client = SshClient.setUpDefaultClient()) {
            KeyPair key = PrivateKeyFile.read(machine.keyFile());
            client.setServerKeyVerifier(hostKeys);
            client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
            client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
            client.setUserAuthFactoriesNameList("publickey");
            // A machine that refuses to run anything is heard, and not waited for.
            CoreModuleProperties.REQUEST_EXEC_REPLY.set(client, true);
            client.start();
            try (ClientSession session = greeted(client, key, timeout)) {
                return run(session, argv, deadline, line);
            }
        } catch (IOException e) {
            return notStarted(hostKeys.refusal().orElseGet(() -> said(e)));
        }
    }

    private CommandResult notStarted(String reason) {
        return new CommandResult.NotStarted(machine + ": " + reason);
    }

    private static String said(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private ClientSession greeted(SshClient client, KeyPair key, Duration timeout) throws IOException {
        Duration patience = timeout.compareTo(LONGEST_GREETING) < 0 ? timeout : LONGEST_GREETING;
        ClientSession session = client.connect(machine.user(), machine.host(), machine.port())
                .verify(patience)
                .getClientSession();
        session.addPublicKeyIdentity(key);
        session.auth().verify(patience);
        return session;
    }

    /** From the moment that the command is sent it may have begun, whatever is heard of it. */
    private CommandResult run(ClientSession session, List<String> argv, long deadline, Consumer<String> line)
            throws InterruptedException {
        byte[] bytes = new byte[WORD_BYTES];
        random.nextBytes(bytes);
        String word = HexFormat.of().formatHex(bytes);
        byte[] command = RemoteCommand.of(word, machine.folders(), argv).getBytes(StandardCharsets.UTF_8);
        try (ChannelExec channel = session.createExecChannel(command, null, Map.of())) {
            channel.setRedirectErrorStream(true);
            channel.open().verify(left(deadline));
            return attend(channel, new RemoteOutput(channel, word, charset, line), deadline);
        } catch (IOException e) {
            return new CommandResult.Lost(machine + ": " + said(e));
        }
    }

    private CommandResult attend(ChannelExec channel, RemoteOutput output, long deadline)
            throws IOException, InterruptedException {
        output.start();
        try {
            if (!over(channel, left(deadline))) {
                // The other side ends the program, and everything that it has started, when its input ends.
                channel.getInvertedIn().close();
                return over(channel, ENDING)
                        ? new CommandResult.TimedOut()
                        : new CommandResult.Lost(machine + " does not say that the program was ended after its time");
            }
        } catch (InterruptedException e) {
            channel.close(true);
            throw e;
        }
        output.await(LAST_OUTPUT);
        Integer code = channel.getExitStatus();
        if (code == null) {
            return new CommandResult.Lost(machine + ": the connection broke before the program ended");
        }
        return switch (output.beginning()) {
            case UNHEARD -> new CommandResult.Lost(machine + ": what the program said did not arrive");
            case BEGUN -> new CommandResult.Ended(code, output.text(), output.whole());
            case NO_SUCH_PROGRAM -> notStarted("there is no such program there, or it may not be run");
            case NOT_UNDERSTOOD -> notStarted("the shell of the account there does not understand POSIX commands");
        };
    }

    private static boolean over(ChannelExec channel, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the command is let go of");
            }
            long left = Math.min(
                    GLANCE.toMillis(),
                    Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis()));
            Set<ClientChannelEvent> events = channel.waitFor(OVER, left);
            if (!Collections.disjoint(events, OVER)) {
                return true;
            }
            if (System.nanoTime() >= end) {
                return false;
            }
        }
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
    }
}
