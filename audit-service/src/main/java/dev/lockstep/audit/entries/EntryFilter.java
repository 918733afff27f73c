package dev.lockstep.audit.entries;

import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import jakarta.ws.rs.QueryParam;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which entries a reader asks for; what is not said does not matter. An endpoint takes it as a {@code @BeanParam}. */
public final class EntryFilter {

    /** RFC 3339 writes years with four digits. */
    private static final int LAST_YEAR = 9999;

    /** About this cluster. */
    @QueryParam("cluster")
    @Nullable String cluster;

    /** About this organization or one of its clusters. */
    @QueryParam("organization")
    @Nullable String organization;

    /** About a cluster at this site. */
    @QueryParam("site")
    @Nullable String site;

    /** About this rollout. */
    @QueryParam("rollout")
    @Nullable String rollout;

    /** Caused by this account or service. */
    @QueryParam("actor")
    @Nullable String actor;

    /** Of a type that begins so. */
    @QueryParam("type")
    @Nullable String type;

    /** Happened then or later. */
    @QueryParam("from")
    @Nullable String from;

    /** Happened earlier. */
    @QueryParam("to")
    @Nullable String to;

    /**
     * The entries asked for.
     *
     * @throws InvalidRequestException when a rollout is no UUID or a time not of RFC 3339
     */
    Condition condition() {
        return Condition.all(Stream.of(
                        asked("cluster", cluster, id -> Condition.of("e.cluster = ?", id)),
                        asked("organization", organization, id -> Condition.of("e.organization = ?", id)),
                        asked("site", site, Condition::atSite),
                        asked("rollout", rollout, id -> Condition.of("e.rollout = ?", uuid(id))),
                        asked("actor", actor, name -> Condition.of("e.actor = ?", name)),
                        asked("type", type, prefix -> Condition.of("e.type like ?", literal(prefix) + "%")),
                        asked("from", from, time -> Condition.of("e.time >= ?", time("from", time))),
                        asked("to", to, time -> Condition.of("e.time < ?", time("to", time))))
                .flatMap(Optional::stream)
                .toList());
    }

    private static Optional<Condition> asked(
            String name, @Nullable String value, Function<String, Condition> condition) {
        if (value == null) {
            return Optional.empty();
        }
        if (value.isEmpty() || value.indexOf('\0') >= 0) {
            throw new InvalidRequestException(new Mistake(name, "it names nothing", "give it a value or leave it out"));
        }
        return Optional.of(condition.apply(value));
    }

    private static String literal(String prefix) {
        return prefix.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notOne) {
            throw new InvalidRequestException(
                    new Mistake("rollout", "'%s' is no UUID".formatted(text), "pass the id of a rollout"), notOne);
        }
    }

    private static OffsetDateTime time(String name, String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            if (time.getYear() >= 1 && time.getYear() <= LAST_YEAR) {
                return time;
            }
        } catch (DateTimeParseException notOne) {
            throw noTime(name, text, notOne);
        }
        throw noTime(name, text, null);
    }

    private static InvalidRequestException noTime(String name, String text, @Nullable Throwable cause) {
        return new InvalidRequestException(
                new Mistake(name, "'%s' is no time".formatted(text), "write it as 2026-01-31T08:00:00Z"), cause);
    }
}
