package dev.lockstep.audit.siem;

import dev.lockstep.audit.ledger.LogIdentity;
import dev.lockstep.audit.persons.PersonReader;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Sends the log to a SIEM when one is configured, in a thread of its own. Whom to trust, and who this side is when the receiver asks, is
 * the TLS configuration of the name {@value #TLS}; without one, whom the Java runtime trusts.
 */
@ApplicationScoped
class Forwarding {

    private static final String TLS = "siem";

    @Inject
    DataSource dataSource;

    @Inject
    PersonReader persons;

    @Inject
    LogIdentity identity;

    @Inject
    Clock clock;

    @Inject
    TlsConfigurationRegistry tls;

    @Inject
    MeterRegistry registry;

    @ConfigProperty(name = "lockstep.audit.siem.address")
    Optional<String> address;

    @ConfigProperty(name = "lockstep.audit.siem.format", defaultValue = "cef")
    String formatName;

    @ConfigProperty(name = "lockstep.audit.siem.authorization")
    Optional<String> authorization;

    @ConfigProperty(name = "quarkus.application.version")
    String version;

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("siem").factory());
    private @Nullable Forwarder forwarder;

    /** A mistake in the configuration keeps the service from starting: nobody would notice what is not sent. */
    void start(@Observes StartupEvent started) {
        if (address.isEmpty()) {
            return;
        }
        Destination destination = destination(address.get());
        Format.Kind kind = kind();
        Forwarder configured = new Forwarder(
                destination,
                new Position(dataSource, persons, destination.toString(), UUID.randomUUID()),
                delivery(destination, kind),
                kind.format(identity.origin(), version),
                clock);
        forwarder = configured;
        Gauge.builder("lockstep.siem.behind", configured, Forwarder::behind)
                .description("Signed entries that were not sent to the SIEM yet")
                .register(registry);
        Gauge.builder(
                        "lockstep.siem.trouble",
                        configured,
                        each -> each.trouble().isPresent() ? 1 : 0)
                .description("1 while this replica cannot send entries to the SIEM")
                .register(registry);
        var _ = executor.scheduleWithFixedDelay(configured::round, 0, 1, TimeUnit.SECONDS);
    }

    /** Entries are sent to it; empty when none is configured. */
    Optional<Forwarder> forwarder() {
        return Optional.ofNullable(forwarder);
    }

    private Destination destination(String text) {
        try {
            Destination destination = Destination.parse(text);
            if (destination.kind().isSyslog() && authorization.isPresent()) {
                throw new IllegalArgumentException("syslog has no place for an authorization");
            }
            return destination;
        } catch (IllegalArgumentException mistaken) {
            throw new IllegalStateException(
                    "lockstep.audit.siem.address cannot be used: " + mistaken.getMessage(), mistaken);
        }
    }

    private Format.Kind kind() {
        try {
            return Format.Kind.valueOf(formatName.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalStateException("lockstep.audit.siem.format is cef or ocsf", unknown);
        }
    }

    private Delivery delivery(Destination destination, Format.Kind kind) {
        SSLContext context = context();
        return destination.kind().isSyslog()
                ? new SyslogDelivery(destination, context, identity.origin())
                : new HttpDelivery(destination, kind, authorization, context);
    }

    private SSLContext context() {
        Optional<TlsConfiguration> configured = tls.get(TLS);
        if (configured.filter(TlsConfiguration::isTrustAll).isPresent()) {
            throw new IllegalStateException("what is sent to a SIEM is not sent to anybody who answers (trust-all)");
        }
        try {
            return configured.isPresent() ? configured.get().createSSLContext() : SSLContext.getDefault();
        } catch (Exception unusable) {
            throw new IllegalStateException("the TLS configuration '" + TLS + "' cannot be used", unusable);
        }
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        executor.shutdownNow();
        Forwarder configured = forwarder;
        if (configured != null && executor.awaitTermination(2, TimeUnit.SECONDS)) {
            configured.release();
        }
    }
}
