package dev.lockstep.audit.ledger;

import dev.lockstep.transparencylog.Tile;
import dev.lockstep.transparencylog.TileId;
import dev.lockstep.transparencylog.TileReader;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The tiles in the database, within one transaction. */
public final class StoredTiles implements TileReader {

    private static final String READ = """
            select t.level, t.index, t.hashes
            from unnest(?::smallint[], ?::bigint[]) as place (level, index)
            join tile t on t.level = place.level and t.index = place.index
            """;
    private static final String WRITE = """
            insert into tile (level, index, hashes) values (?, ?, ?)
            on conflict (level, index) do update set hashes = excluded.hashes
            """;

    private final Connection connection;

    /** Tiles as the connection's transaction sees them. */
    public StoredTiles(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Map<TileId, Tile> read(Set<TileId> places) {
        Map<TileId, Tile> tiles = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            Array levels = connection.createArrayOf(
                    "int2", places.stream().map(TileId::level).toArray());
            Array indexes = connection.createArrayOf(
                    "int8", places.stream().map(TileId::index).toArray());
            statement.setArray(1, levels);
            statement.setArray(2, indexes);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    TileId place = new TileId(rows.getInt(1), rows.getLong(2));
                    tiles.put(place, Tile.of(place, rows.getBytes(3)));
                }
            }
            return tiles;
        } catch (SQLException failed) {
            throw new DatabaseException("reading tiles", failed);
        }
    }

    void write(Collection<Tile> tiles) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
            for (Tile tile : tiles) {
                statement.setInt(1, tile.id().level());
                statement.setLong(2, tile.id().index());
                statement.setBytes(3, tile.toBytes());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
