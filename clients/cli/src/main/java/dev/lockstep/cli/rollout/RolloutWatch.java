package dev.lockstep.cli.rollout;

import dev.lockstep.cli.api.PlatformClient;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.cli.terminal.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Follows a rollout until it ends. Server-sent events say when to look; without them it looks every second, so that a restart of the
 * service does not end the watch.
 */
public final class RolloutWatch {

    private static final Duration GLANCE = Duration.ofSeconds(1);
    private static final Duration PATIENCE_WITHOUT_ANSWER = Duration.ofMinutes(3);

    private final PlatformClient platform;
    private final Terminal terminal;
    private final InstantSource clock;

    public RolloutWatch(PlatformClient platform, Terminal terminal, InstantSource clock) {
        this.platform = platform;
        this.terminal = terminal;
        this.clock = clock;
    }

    /**
     * Shows the rollout until it ends.
     *
     * @param each sees every look; for acting on what is seen
     * @return the rollout as it ended
     */
    public RolloutView untilEnded(String rollout, Consumer<RolloutView> each) throws InterruptedException {
        RolloutRequests requests = new RolloutRequests(platform);
        RolloutScreen screen = new RolloutScreen(terminal, clock);
        Semaphore news = new Semaphore(0);
        Thread listener = Thread.startVirtualThread(() -> listen(rollout, news));
        Instant answered = clock.instant();
        try {
            while (true) {
                try {
                    RolloutView view = requests.find(rollout);
                    answered = clock.instant();
                    screen.show(view);
                    each.accept(view);
                    if (view.ended()) {
                        screen.end();
                        return view;
                    }
                } catch (CommandFailure failure) {
                    boolean passing = failure.exitCode() == ExitCode.UNREACHABLE;
                    if (!passing || answered.plus(PATIENCE_WITHOUT_ANSWER).isBefore(clock.instant())) {
                        throw failure;
                    }
                    screen.interrupted(failure.sentence());
                }
                if (news.tryAcquire(GLANCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
            }
        } finally {
            listener.interrupt();
        }
    }

    private void listen(String rollout, Semaphore news) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                platform.listen(
                        Service.ORCHESTRATION, Query.of("/rollouts/{}/events", rollout), event -> news.release());
                TimeUnit.MILLISECONDS.sleep(GLANCE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException | CommandFailure e) {
                pauseUnlessInterrupted();
            }
        }
    }

    private static void pauseUnlessInterrupted() {
        try {
            TimeUnit.MILLISECONDS.sleep(GLANCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
