package dev.lockstep.audit.bundle;

import dev.lockstep.access.AccessPolicy;
import dev.lockstep.access.Policies;
import dev.lockstep.access.Role;
import dev.lockstep.audit.ledger.DatabaseException;
import dev.lockstep.audit.ledger.LogIdentity;
import dev.lockstep.audit.persons.PersonTable;
import dev.lockstep.audit.proof.LogTree;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.history.bundle.BundleLayout;
import dev.lockstep.history.bundle.BundleSchemas;
import dev.lockstep.history.bundle.Manifest;
import dev.lockstep.history.entry.CanonicalJson;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.EntryBundle;
import dev.lockstep.transparencylog.SignedNote;
import dev.lockstep.transparencylog.TileId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Reads what belongs into a bundle. A state of the log is told by its size: whatever belongs to it never changes. */
@ApplicationScoped
public class BundleContents {

    private static final int PAGE = 1_000;
    private static final String CHECKPOINTS =
            "select size, note from checkpoint where size > ? and size <= ? order by size limit " + PAGE;
    private static final String ENTRIES = "select content from entry where index >= ? and index < ? order by index";

    @Inject
    DataSource dataSource;

    @Inject
    LogTree tree;

    @Inject
    LogIdentity identity;

    @Inject
    PersonTable persons;

    @Inject
    Clock clock;

    /** The signed manifest of a bundle of the latest state; empty while the log is. */
    public Optional<SignedNote> manifest() {
        return tree.ask((head, _) -> head.checkpoint()).map(this::manifest);
    }

    private SignedNote manifest(Checkpoint head) {
        SortedMap<String, String> files = new TreeMap<>();
        MessageDigest checkpoints = sha256();
        writeCheckpoints(head.size(), new DigestOutputStream(OutputStream.nullOutputStream(), checkpoints));
        files.put(BundleLayout.CHECKPOINTS, hex(checkpoints.digest()));
        fixed().forEach((place, content) -> files.put(place, hex(sha256().digest(content))));
        return identity.sign(new Manifest(clock.instant(), head, files));
    }

    /** The files that are the same in every bundle of this version, by their place. */
    SortedMap<String, byte[]> fixed() {
        SortedMap<String, byte[]> files = new TreeMap<>(BundleSchemas.all());
        files.put(BundleLayout.ACCESS_MATRIX, accessMatrix());
        return files;
    }

    private static byte[] accessMatrix() {
        record Row(
                String policy,
                List<String> roles,
                AccessPolicy.Where where,
                boolean recentSignIn,
                boolean changesState) {}
        List<Row> rows = Policies.ALL.stream()
                .map(policy -> new Row(
                        policy.name(),
                        policy.roles().stream().map(Role::code).sorted().toList(),
                        policy.where(),
                        policy.recentSignIn(),
                        policy.changesState()))
                .toList();
        String json = CanonicalJson.write(ContractJson.mapper().valueToTree(rows));
        return (json + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Writes every checkpoint of at most {@code size} entries, a line each. No connection is held while the reader is waited for. */
    void writeCheckpoints(long size, OutputStream out) {
        try {
            List<Signed> page = checkpoints(0, size);
            while (!page.isEmpty()) {
                for (Signed each : page) {
                    out.write(BundleLayout.checkpointLine(each.note()).getBytes(StandardCharsets.UTF_8));
                }
                page = page.size() < PAGE
                        ? List.of()
                        : checkpoints(page.getLast().size(), size);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("writing checkpoints", failed);
        }
    }

    /** The keys of the persons in the first {@code size} entries who were not erased, one on each line. */
    String personKeys(long size) {
        try (Connection connection = dataSource.getConnection()) {
            return persons.usedIn(connection, size).stream()
                    .map(known -> known.person().key().toText() + "\n")
                    .collect(Collectors.joining());
        } catch (SQLException failed) {
            throw new DatabaseException("reading the keys of persons", failed);
        }
    }

    private record Signed(long size, String note) {}

    private List<Signed> checkpoints(long after, long most) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(CHECKPOINTS)) {
            statement.setLong(1, after);
            statement.setLong(2, most);
            List<Signed> page = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    page.add(new Signed(rows.getLong(1), rows.getString(2)));
                }
            }
            return page;
        } catch (SQLException failed) {
            throw new DatabaseException("reading checkpoints", failed);
        }
    }

    /** An entry bundle of {@code tlog-tiles}; empty when the log does not have that many entries there. */
    Optional<byte[]> entries(TileId.Sized wanted) {
        long first = wanted.id().index() * TileId.WIDTH;
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(ENTRIES)) {
            statement.setLong(1, first);
            statement.setLong(2, first + wanted.width());
            List<byte[]> leaves = new ArrayList<>(wanted.width());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    leaves.add(rows.getString(1).getBytes(StandardCharsets.UTF_8));
                }
            }
            return leaves.size() == wanted.width() ? Optional.of(EntryBundle.write(leaves)) : Optional.empty();
        } catch (SQLException failed) {
            throw new DatabaseException("reading entries", failed);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
