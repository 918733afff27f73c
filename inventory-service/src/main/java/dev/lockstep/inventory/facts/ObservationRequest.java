package dev.lockstep.inventory.facts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a tool showed to a person who answers for having run it.
 *
 * @param reason why it was looked, in 1 to 2,000 characters; it stands in the history
 * @param observedAt when it was looked; not later than now, because what is observed later counts more
 * @param facts 1 to 20,000 single facts, each once
 * @param listed at most 1,100 collections that were listed completely: what is recorded there and was not seen is gone
 */
public record ObservationRequest(
        @Nullable String reason,
        @Nullable Instant observedAt,
        @Nullable List<@Nullable Item> facts,
        @Nullable List<@Nullable String> listed) {

    private static final int MOST_FACTS = 20_000;
    private static final int MOST_LISTED = 1_100;
    private static final int LONGEST_SOURCE = 1_000;
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    /**
     * One fact.
     *
     * @param path where it stands
     * @param value what it is; JSON null is a value where the dictionary gives null a meaning
     * @param source what showed it, in 1 to 1,000 characters
     */
    public record Item(
            @Nullable String path,
            @Nullable JsonNode value,
            @Nullable String source) {}

    /** The reason. */
    public String requiredReason() {
        return Reasons.required(reason, "an observation", "say why it was looked");
    }

    /** Where knowledge comes from that follows from the observation as a whole. */
    public Provenance provenance(String person, Instant now) {
        return new Provenance("observation by " + person, moment(now), person, Confidence.OBSERVED);
    }

    /** A clock that goes a little fast is believed to mean now. */
    private Instant moment(Instant now) {
        if (observedAt == null || observedAt.isAfter(now.plus(CLOCKS_DIFFER))) {
            throw new InvalidRequestException(new Mistake(
                    "/observedAt", "it is missing or lies in the future", "set the clock of the machine that looks"));
        }
        return observedAt.isAfter(now) ? now : observedAt;
    }

    /**
     * The facts.
     *
     * @throws InvalidRequestException naming every one that cannot be recorded
     */
    public List<Fact> seen(DocumentKind kind, String person, Instant now) {
        if (facts == null || facts.isEmpty() || facts.size() > MOST_FACTS) {
            throw new InvalidRequestException(
                    new Mistake("/facts", "an observation has 1 to 20,000 facts", "say what was seen"));
        }
        Instant moment = moment(now);
        Set<FactPath> taken = new HashSet<>();
        List<Fact> seen = new ArrayList<>();
        List<Mistake> mistakes = new ArrayList<>();
        for (int i = 0; i < facts.size(); i++) {
            String place = "/facts/" + i;
            Item item = facts.get(i);
            String path = item == null ? null : item.path();
            JsonNode value = item == null ? null : item.value();
            String source = item == null ? null : item.source();
            if (path == null
                    || value == null
                    || source == null
                    || source.isBlank()
                    || source.length() > LONGEST_SOURCE) {
                mistakes.add(new Mistake(place, "it lacks a path, a value or a source", "say all three"));
                continue;
            }
            FactPath at = FactList.path(place + "/path", path);
            List<Mistake> wrong = new ArrayList<>(ValueMistakes.of(kind, place + "/value", at, value));
            shape(kind, place, at, value).ifPresent(wrong::add);
            if (!taken.add(at)) {
                wrong.add(new Mistake(place + "/path", "the fact stands here twice", "keep one of the two"));
            }
            mistakes.addAll(wrong);
            seen.add(new Fact(at, value, new Provenance(source.strip(), moment, person, Confidence.OBSERVED)));
        }
        if (!mistakes.isEmpty()) {
            throw new InvalidRequestException(mistakes);
        }
        return seen;
    }

    /** What is made of parts is told by its parts, and the name of an object is the one in its path. */
    private static Optional<Mistake> shape(DocumentKind kind, String place, FactPath path, JsonNode value) {
        if (value.isObject() || kind.identityMember(path).isPresent()) {
            return Optional.of(new Mistake(
                    place + "/path", "it is not a single fact: others stand below it", "say what stands below it"));
        }
        boolean otherName = Members.isIdentity(kind, path)
                && !value.asText().equals(path.segments().get(path.segments().size() - 2));
        return otherName
                ? Optional.of(new Mistake(
                        place + "/value", "the object has another name in its path", "use the same name twice"))
                : Optional.empty();
    }

    /**
     * The collections that were listed completely.
     *
     * @throws InvalidRequestException when one of them is no collection of named things
     */
    public List<FactPath> collections(DocumentKind kind) {
        List<@Nullable String> named = listed == null ? List.of() : listed;
        if (named.size() > MOST_LISTED) {
            throw new InvalidRequestException(
                    new Mistake("/listed", "one observation lists at most 1,100 collections", "name fewer"));
        }
        List<FactPath> collections = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            String text = named.get(i);
            FactPath path = FactList.path("/listed/" + i, text == null ? "" : text);
            if (!isCollection(kind, path)) {
                throw new InvalidRequestException(new Mistake(
                        "/listed/" + i, "it is no collection of named things", "name one such as /servers"));
            }
            collections.add(path);
        }
        return collections;
    }

    private static boolean isCollection(DocumentKind kind, FactPath path) {
        boolean ofRecords = path.matches(FactPath.of("dns", "aRecords"));
        return !path.segments().contains("*") && (kind.identityMember(path).isPresent() || ofRecords);
    }
}
