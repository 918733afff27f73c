package dev.lockstep.audit.entries;

import dev.lockstep.audit.ledger.DatabaseException;
import dev.lockstep.audit.ledger.SearchWords;
import dev.lockstep.audit.persons.PersonReader;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which entries a reader asks for; what is not said does not matter, and all that is said must hold. An endpoint takes it as a
 * {@code @BeanParam}.
 */
public final class EntryFilter {

    /** Whoever was erased is not found by words that are still to be forgotten, nor is anything beside them. */
    private static final Condition NOTHING_TO_FORGET = Condition.of("""
            not exists (select 1 from words_to_forget f where e.index > f.done_to and e.words @@ f.person::tsquery)""");

    private static final Pattern WHOLE_TYPE = Pattern.compile("\\.v[0-9]+$");

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

    /** About this step of the rollout. */
    @QueryParam("step")
    @Nullable String step;

    /** Caused by this account or service. */
    @QueryParam("actor")
    @Nullable String actor;

    /** Published by this service, for example {@code inventory}. */
    @QueryParam("service")
    @Nullable String service;

    /** With these words, as {@link SearchWords} has them. */
    @QueryParam("text")
    @Nullable String text;

    /** Of a type that begins so. Reads of the history are found only by a search that names a type. */
    @QueryParam("type")
    @Nullable String type;

    /** Happened on this day of UTC. */
    @QueryParam("day")
    @Nullable String day;

    /** Happened then or later. */
    @QueryParam("from")
    @Nullable String from;

    /** Happened earlier. */
    @QueryParam("to")
    @Nullable String to;

    /**
     * The entries asked for.
     *
     * @param persons knows how entries name a person
     * @throws InvalidRequestException when a rollout is no UUID, a day no date or a time not of RFC 3339, when a text has no word, and
     *     when a step is named without its rollout
     */
    public Search search(PersonReader persons) {
        if (step != null && rollout == null) {
            throw new InvalidRequestException(
                    new Mistake("step", "steps of different rollouts have the same name", "name the rollout as well"));
        }
        List<Condition> keys = Stream.of(
                        asked("cluster", cluster, id -> Condition.key("cluster", id)),
                        asked("organization", organization, id -> Condition.key("organization", id)),
                        asked("site", site, id -> Condition.key("site", id)),
                        asked("rollout", rollout, id -> Condition.key("rollout", uuid(id))),
                        asked("step", step, name -> Condition.key("step", name)),
                        asked("actor", actor, name -> ofActor(name, persons)),
                        asked("service", service, name -> Condition.key("source", Search.sourceOf(name))),
                        asked("type", type, EntryFilter::ofType),
                        asked("text", text, words -> withWords(words, persons)))
                .flatMap(Optional::stream)
                .toList();
        Stream<Search.Span> spans = Stream.of(
                        asked("day", day, text -> Search.Span.day(Moments.day("day", text))),
                        asked("from", from, since -> Search.Span.from(Moments.parse("from", since))),
                        asked("to", to, until -> Search.Span.to(Moments.parse("to", until))))
                .flatMap(Optional::stream);
        return new Search(keys, spans.reduce(Search.Span.ALWAYS, Search.Span::and), type != null);
    }

    /**
     * A person's entries name them under their key; those from before there were keys, and services, by name. One key is read in order, so
     * both are asked for only where there are both.
     */
    private static Condition ofActor(String name, PersonReader persons) {
        try {
            Condition named = Condition.key("actor", name);
            Optional<Condition> underKey =
                    persons.sealedName(name).map(sealedName -> Condition.key("actor", sealedName));
            if (underKey.isEmpty()) {
                return named;
            }
            return persons.isNamedInClear(name) ? Condition.any(List.of(underKey.get(), named)) : underKey.get();
        } catch (SQLException failed) {
            throw new DatabaseException("finding a person", failed);
        }
    }

    /** A whole type is one key of the index, the beginning of one is many. */
    private static Condition ofType(String type) {
        return WHOLE_TYPE.matcher(type).find()
                ? Condition.key("type", type)
                : Condition.of("e.type like ?", literal(type) + "%");
    }

    private static Condition withWords(String text, PersonReader persons) {
        List<SearchWords.Wanted> wanted = SearchWords.wanted(text);
        if (wanted.isEmpty()) {
            throw new InvalidRequestException(
                    new Mistake("text", "it has no word", "give words of letters and digits"));
        }
        Condition found = Condition.of(
                "e.words @@ ?::tsquery",
                wanted.stream()
                        .map(word -> "'" + word.word() + "'" + (word.beginning() ? ":*" : ""))
                        .collect(Collectors.joining(" & ")));
        return asked(persons::hasWordsToForget) ? Condition.all(List.of(found, NOTHING_TO_FORGET)) : found;
    }

    private interface Question {
        boolean ask() throws SQLException;
    }

    private static boolean asked(Question question) {
        try {
            return question.ask();
        } catch (SQLException failed) {
            throw new DatabaseException("finding a person", failed);
        }
    }

    private static <T> Optional<T> asked(String name, @Nullable String value, Function<String, T> meaning) {
        if (value == null) {
            return Optional.empty();
        }
        if (value.isEmpty() || value.indexOf('\0') >= 0) {
            throw new InvalidRequestException(new Mistake(name, "it names nothing", "give it a value or leave it out"));
        }
        return Optional.of(meaning.apply(value));
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
}
