package dev.lockstep.audit.persons;

import dev.lockstep.history.person.Opening;
import dev.lockstep.history.person.Person;
import dev.lockstep.history.person.PersonKey;
import dev.lockstep.history.person.SealedText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The table of keys. It is asked anew each time: a key that was destroyed opens nothing from then on, on no replica. */
public final class PersonTable {

    private static final String COLUMNS = "id, wrapped, sealed_name";
    private static final String OF_NAMES = "select " + COLUMNS + " from person_key where name_tag = any(?)";
    private static final String OF_IDS = "select " + COLUMNS + " from person_key where id = any(?)";
    private static final String ALL = "select " + COLUMNS + " from person_key order by id";
    private static final String MAKE = """
            insert into person_key (id, name_tag, wrapped, sealed_name, made_at) values (?, ?, ?, ?, ?::timestamptz)
            """;
    private static final String DESTROY = "delete from person_key where id = ?";
    private static final String USED = """
            select %s from person_key p
            where exists (select 1 from entry e where e.words @@ p.id::tsquery and e.index < ?) order by id
            """.formatted(COLUMNS);

    private final KeyWrapping wrapping;

    /** @param secret 32 bytes that are not in the database */
    public PersonTable(byte[] secret) {
        this.wrapping = new KeyWrapping(secret);
    }

    /** A person of the table. */
    public record Known(String name, Person person) {

        /** The id of their key, by which entries name them. */
        public String id() {
            return person.key().id();
        }
    }

    /**
     * The persons of some events by name. Those who are named get a key when they have none; the transaction must keep others from doing so
     * at the same time.
     *
     * @param named names of persons' accounts
     * @param words that may be names too
     */
    public Map<String, Person> ofEvents(Connection connection, Set<String> named, Set<String> words, Instant now)
            throws SQLException {
        Set<String> wanted = new HashSet<>(words);
        wanted.addAll(named);
        Map<String, Person> persons = new HashMap<>();
        if (wanted.isEmpty()) {
            return persons;
        }
        for (Known known : ofNames(connection, wanted)) {
            persons.put(known.name(), known.person());
        }
        Set<String> missing = new TreeSet<>(named);
        missing.removeAll(persons.keySet());
        if (!missing.isEmpty()) {
            try (PreparedStatement make = connection.prepareStatement(MAKE)) {
                for (String name : missing) {
                    Person person = Person.first(name);
                    make.setString(1, person.key().id());
                    make.setBytes(2, wrapping.tag(name));
                    make.setBytes(3, wrapping.wrap(person.key(), name));
                    make.setString(4, person.sealedName().toString());
                    make.setString(5, now.toString());
                    make.addBatch();
                    persons.put(name, person);
                }
                make.executeBatch();
            }
        }
        return persons;
    }

    /** The person whose account has a name now; empty when nothing is known of one, or not any more. */
    public Optional<Known> named(Connection connection, String name) throws SQLException {
        return ofNames(connection, Set.of(name)).stream().findFirst();
    }

    private List<Known> ofNames(Connection connection, Set<String> names) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OF_NAMES)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "bytea", names.parallelStream().map(wrapping::tag).toArray(byte[][]::new)));
            List<Known> found = read(statement);
            if (!found.stream().allMatch(known -> names.contains(known.name()))) {
                throw new IllegalStateException("the key of a person is filed under another name");
            }
            return found;
        }
    }

    /** The persons of these keys, without those whose keys are gone. */
    public List<Known> ofIds(Connection connection, Collection<String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return List.of();
        }
        try (PreparedStatement statement = connection.prepareStatement(OF_IDS)) {
            statement.setArray(1, connection.createArrayOf("text", ids.toArray()));
            return read(statement);
        }
    }

    /** Everybody whose key is there. */
    public List<Known> all(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ALL)) {
            return read(statement);
        }
    }

    /** Everybody whose key is there and who is in one of the first {@code size} entries. */
    public List<Known> usedIn(Connection connection, long size) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(USED)) {
            statement.setLong(1, size);
            return read(statement);
        }
    }

    /** What opens with the keys of persons. */
    public static Opening opening(Collection<Known> persons) {
        List<PersonKey> keys = new ArrayList<>();
        persons.forEach(known -> keys.add(known.person().key()));
        return Opening.with(keys);
    }

    /** Destroys a key: nothing that stands under it can be read any more. Whether it was there. */
    public boolean destroy(Connection connection, String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DESTROY)) {
            statement.setString(1, id);
            return statement.executeUpdate() > 0;
        }
    }

    /** What stands beside a key is believed only as far as the key itself bears it out. */
    private Known known(String id, byte[] wrappedKey, String name) {
        KeyWrapping.Wrapped wrapped = wrapping.unwrap(id, wrappedKey);
        SealedText sealedName = SealedText.parse(name)
                .filter(text -> text.place().isEmpty() && text.keys().equals(List.of(id)))
                .filter(text -> Opening.with(List.of(wrapped.key())).open(text).equals(Optional.of(wrapped.name())))
                .orElseThrow(
                        () -> new IllegalStateException("the name of person %s is not under their key".formatted(id)));
        return new Known(wrapped.name(), new Person(wrapped.key(), sealedName));
    }

    private List<Known> read(PreparedStatement statement) throws SQLException {
        List<Known> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(known(rows.getString(1), rows.getBytes(2), rows.getString(3)));
            }
        }
        return found;
    }
}
