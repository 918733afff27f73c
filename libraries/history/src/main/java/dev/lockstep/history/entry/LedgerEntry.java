package dev.lockstep.history.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.history.person.Opening;
import dev.lockstep.history.person.SealedStrings;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An entry before it has its index: the leaf, and what it is searched by. All of that follows from the leaf, so that a verifier can
 * tell when somebody changed it.
 *
 * @param eventId the event's id
 * @param source the service that published it
 * @param type its stable type name
 * @param stream the stream it belongs to
 * @param streamVersion its place there, from 1
 * @param time when it happened, in microseconds
 * @param actor who or what caused it, or null
 * @param organization the organization it is about, or null
 * @param cluster the cluster it is about, or null
 * @param rollout the rollout it is about, or null
 * @param step the step of that rollout that it is about, or null
 * @param leaf what is hashed
 */
public record LedgerEntry(
        String eventId,
        String source,
        String type,
        String stream,
        long streamVersion,
        Instant time,
        @Nullable String actor,
        @Nullable String organization,
        @Nullable String cluster,
        @Nullable UUID rollout,
        @Nullable String step,
        Leaf leaf) {

    private static final List<String> DATA_MEMBERS = List.of(Leaf.DATA, Leaf.DATA_BASE64);

    /**
     * The entry of an event.
     *
     * @throws UnreadableEventException when a context attribute is missing or malformed
     */
    public static LedgerEntry of(CloudEvent event) {
        return EventDraft.of(event).entry();
    }

    /**
     * What a stored leaf says.
     *
     * @throws UnreadableEventException when it is not a leaf that this log would write
     */
    public static LedgerEntry read(Leaf leaf) {
        try {
            JsonNode event = CanonicalJson.read(leaf.content());
            long version = event.path("streamversion").longValue();
            if (version < 1 || !event.path("specversion").asText().equals("1.0")) {
                throw new UnreadableEventException("not an event of CloudEvents 1.0 with a stream version from 1");
            }
            JsonNode data = dataOf(event, leaf);
            String key = event.path("partitionkey").asText();
            Optional<ClusterId> cluster = parsed(key, ClusterId::new);
            Optional<UUID> rollout = parsed(data.path("rollout").asText(), UUID::fromString);
            return new LedgerEntry(
                    event.path("id").asText(),
                    event.path("source").asText(),
                    event.path("type").asText(),
                    event.path("subject").asText(),
                    version,
                    OffsetDateTime.parse(event.path("time").asText())
                            .toInstant()
                            .truncatedTo(ChronoUnit.MICROS),
                    event.path("actor").textValue(),
                    cluster.map(ClusterId::organization)
                            .or(() -> organization(key, event, data))
                            .map(OrganizationId::value)
                            .orElse(null),
                    cluster.map(ClusterId::value).orElse(null),
                    rollout.orElse(null),
                    rollout.map(_ -> data.path("step").textValue()).orElse(null),
                    leaf);
        } catch (JsonProcessingException notJson) {
            throw new UnreadableEventException("not JSON: " + notJson.getOriginalMessage());
        } catch (DateTimeException noTime) {
            throw new UnreadableEventException("its time is none: " + noTime.getMessage());
        }
    }

    /**
     * The organization that a key names. Not every key does: it has to be the organization whose stream it is, or that the event
     * says it is about.
     */
    private static Optional<OrganizationId> organization(String key, JsonNode event, JsonNode data) {
        return parsed(key, OrganizationId::new)
                .filter(id -> event.path("subject").asText().equals("organization-" + id)
                        || data.path("organization").asText().equals(id.value()));
    }

    private static JsonNode dataOf(JsonNode event, Leaf leaf) throws JsonProcessingException {
        String detached = leaf.detached();
        return detached == null ? event.path(Leaf.DATA) : CanonicalJson.read(detached);
    }

    private static <T> Optional<T> parsed(String text, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    /** Whether something of it is under the keys of persons. */
    public boolean isSealed() {
        return leaf.isSealed();
    }

    /** Tells of every text of it that is under the keys of persons. */
    public void eachSealed(SealedStrings.Visitor visitor) {
        if (isSealed()) {
            ObjectNode event = (ObjectNode) json(leaf.content());
            JsonNode data = data(event);
            event.remove(DATA_MEMBERS);
            SealedStrings.each(event, "", visitor);
            SealedStrings.each(data, "/" + Leaf.DATA, visitor);
        }
    }

    /** The ids of the keys that something of it is under. */
    public Set<String> personKeys() {
        Set<String> keys = new TreeSet<>();
        eachSealed((_, sealedText) -> keys.addAll(sealedText.keys()));
        return keys;
    }

    /**
     * This entry for people to read: names and texts as the keys open them, and {@link SealedStrings#ERASED} where they do not. What it has
     * for a leaf then is not what is hashed.
     */
    public LedgerEntry opened(Opening opening) {
        if (!isSealed()) {
            return this;
        }
        ObjectNode event = (ObjectNode) json(leaf.content());
        JsonNode data = data(event);
        event.remove(DATA_MEMBERS);
        event.remove(Leaf.PERSONS);
        if (!data.isMissingNode()) {
            event.set(Leaf.DATA, SealedStrings.opened(data, opening));
        }
        String who = actor == null ? null : SealedStrings.opened(actor, opening);
        if (who != null) {
            event.put(EventDraft.ACTOR, who);
        }
        return new LedgerEntry(
                eventId,
                source,
                type,
                stream,
                streamVersion,
                time,
                who,
                organization,
                cluster,
                rollout,
                step,
                new Leaf(event.toString(), null));
    }

    /** The data of the event; text beside a leaf is the base64 of what canonical JSON cannot hold. */
    private JsonNode data(JsonNode event) {
        JsonNode inside = event.path(Leaf.DATA);
        JsonNode base64 = event.path(Leaf.DATA_BASE64);
        if (leaf.detached() != null) {
            JsonNode beside = json(leaf.detached());
            inside = beside.isTextual() ? MissingNode.getInstance() : beside;
            base64 = beside.isTextual() ? beside : base64;
        }
        return base64.isTextual()
                ? json(new String(Base64.getDecoder().decode(base64.textValue()), StandardCharsets.UTF_8))
                : inside;
    }

    private static JsonNode json(String text) {
        try {
            return text.isEmpty()
                    ? MissingNode.getInstance()
                    : ContractJson.mapper().readTree(text);
        } catch (JsonProcessingException notJson) {
            throw new UnreadableEventException("not JSON: " + notJson.getOriginalMessage());
        }
    }

    /** The SHA-256 that stands in the leaf for data beside it; empty when the data stand in the leaf. */
    public Optional<String> dataSha256() {
        return Optional.ofNullable(EntryHead.read(leaf.toBytes()).dataSha256());
    }

    /** This entry, whose data are gone, with what only they said. */
    public LedgerEntry knownBy(@Nullable String itsOrganization, @Nullable UUID itsRollout, @Nullable String itsStep) {
        return new LedgerEntry(
                eventId,
                source,
                type,
                stream,
                streamVersion,
                time,
                actor,
                itsOrganization,
                cluster,
                itsRollout,
                itsStep,
                leaf);
    }

    /** Whether the data stand in the leaf, or beside it and are those it stands for. */
    public boolean isWhole() {
        try {
            JsonNode hash = CanonicalJson.read(leaf.content()).path(Leaf.DATA_SHA256);
            String detached = leaf.detached();
            return detached == null ? hash.isMissingNode() : hash.asText().equals(Leaf.sha256(detached));
        } catch (JsonProcessingException notJson) {
            return false;
        }
    }
}
