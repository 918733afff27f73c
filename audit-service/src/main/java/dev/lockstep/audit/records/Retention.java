package dev.lockstep.audit.records;

import dev.lockstep.service.work.BackgroundTask;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Gives up data beside entries when their period is over. What is held stays, and is looked at again the next time. */
@ApplicationScoped
public class Retention implements BackgroundTask {

    private static final Logger LOG = Logger.getLogger(Retention.class);

    private final RecordsKeeping keeping;
    private final RetentionPolicy policy;
    private final Duration interval;

    @Inject
    public Retention(
            RecordsKeeping keeping,
            @ConfigProperty(name = "lockstep.audit.retention") Optional<String> policy,
            @ConfigProperty(name = "lockstep.audit.retention-interval") Duration interval) {
        this.keeping = keeping;
        this.policy = RetentionPolicy.parse(policy.orElse(""));
        this.interval = interval;
    }

    /** What is given up, and when. */
    RetentionPolicy policy() {
        return policy;
    }

    @Override
    public String name() {
        return "retention";
    }

    @Override
    public Duration idle() {
        return interval;
    }

    /** Sweeps once through all that is due. */
    @Override
    public int work() {
        int givenUp = 0;
        for (Map.Entry<String, Duration> kind : policy.periods().entrySet()) {
            int ofKind = 0;
            long after = -1;
            RecordsKeeping.Swept swept;
            do {
                swept = keeping.giveUp(kind.getKey(), kind.getValue(), after);
                after = swept.last();
                ofKind += swept.givenUp();
            } while (swept.last() >= 0);
            if (ofKind > 0) {
                LOG.infof("The data of %d entries of %s are given up after %s", ofKind, kind.getKey(), kind.getValue());
            }
            givenUp += ofKind;
        }
        return givenUp;
    }
}
