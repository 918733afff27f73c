package dev.lockstep.service;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.access.AccessDecision;
import dev.lockstep.access.DecidedRequest;
import dev.lockstep.access.DecisionListener;
import dev.lockstep.access.Principal;
import dev.lockstep.access.RecentSignIn;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.service.http.WholeText;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The plain beans that every service has. */
class FoundationBeans {

    private static final Logger DECISIONS = Logger.getLogger("dev.lockstep.access.decisions");

    @Produces
    @Singleton
    @DefaultBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    RecentSignIn recentSignIn(
            @ConfigProperty(name = "lockstep.access.recent-sign-in", defaultValue = "PT15M") Duration maxAge,
            @ConfigProperty(name = "lockstep.access.authentication-classes") Optional<List<String>> classes,
            @ConfigProperty(name = "lockstep.access.issued-at-counts-as-sign-in", defaultValue = "false")
                    boolean issuedAtCounts) {
        return new RecentSignIn(maxAge, classes.orElse(List.of()), issuedAtCounts);
    }

    /** JSON over HTTP is written and read as events are; text that no event could hold is refused where it stands. */
    @Produces
    @Singleton
    ObjectMapper json() {
        return ContractJson.mapper().copy().registerModule(WholeText.module());
    }

    @Produces
    @Singleton
    DecisionListener decisionLog() {
        return FoundationBeans::log;
    }

    private static void log(DecidedRequest request) {
        Principal principal = request.principal();
        String outcome = switch (request.decision()) {
            case null -> "unauthenticated";
            case AccessDecision.Permitted _ -> "permitted";
            case AccessDecision.Denied denied -> denied.reason().code();
        };
        DECISIONS.infof(
                "decision=%s policy=%s method=%s path=%s subject=%s target=%s",
                outcome,
                request.policy(),
                request.method(),
                request.path(),
                principal == null ? null : principal.subject(),
                request.target());
    }
}
