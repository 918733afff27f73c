package dev.lockstep.transparencylog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a tile: {@code level} counts heights of eight from the leaves (0 to 7), {@code index} counts tiles of that level
 * from the left.
 */
public record TileId(int level, long index) {

    /** Hashes in a full tile. */
    public static final int WIDTH = 256;

    static final int HEIGHT = 8;
    /** Levels that a log of at most 2^63-1 leaves can have. */
    private static final int MAX_LEVEL = 7;

    private static final Pattern PATH =
            Pattern.compile("tile/([0-7])/((?:x[0-9]{3}/)*[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    /** Refuses a level or an index that no log can have. */
    public TileId {
        if (level < 0 || level > MAX_LEVEL || index < 0 || index > lastIndex(level)) {
            throw new IllegalArgumentException("no tile at level " + level + ", index " + index);
        }
    }

    /** A tile of a stated width (1 to 256 hashes), as a path of {@code tlog-tiles} names it. */
    public record Sized(TileId id, int width) {

        /** Refuses a width that no tile has. */
        public Sized {
            if (width < 1 || width > WIDTH) {
                throw new IllegalArgumentException("no tile is " + width + " hashes wide");
            }
        }

        /** The path below the log's prefix, for example {@code tile/0/x001/x234/067.p/12}. */
        public String path() {
            String full = "tile/" + id.level + "/" + encode(id.index);
            return width == WIDTH ? full : full + ".p/" + width;
        }

        /** Reads such a path; any other spelling of the same tile is refused. */
        public static Checked<Sized> parse(String path) {
            Matcher matcher = PATH.matcher(path);
            if (matcher.matches()) {
                int width = matcher.group(3) == null ? WIDTH : Integer.parseInt(matcher.group(3));
                String digits = matcher.group(2).replace("x", "").replace("/", "");
                int level = Integer.parseInt(matcher.group(1));
                if (width <= WIDTH && digits.length() <= 18 && Long.parseLong(digits) <= lastIndex(level)) {
                    Sized tile = new Sized(new TileId(level, Long.parseLong(digits)), width);
                    if (tile.path().equals(path)) {
                        return new Checked.Accepted<>(tile);
                    }
                }
            }
            return Checked.refused(Refusal.Kind.MALFORMED, "not the path of a tile");
        }
    }

    /** The tile's index in path elements of three digits, all but the last marked with an {@code x}. */
    public static String encode(long index) {
        StringBuilder path = new StringBuilder("%03d".formatted(index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            path.insert(0, "x%03d/".formatted(rest % 1000));
        }
        return path.toString();
    }

    private static long lastIndex(int level) {
        return (Long.MAX_VALUE >>> (HEIGHT * level)) / WIDTH;
    }

    /** How many hashes this tile has in a tree of {@code size} leaves: 0 to 256. */
    public int widthAt(long size) {
        long hashes = (size >>> (HEIGHT * level)) - index * WIDTH;
        return Math.clamp(hashes, 0, WIDTH);
    }

    /** The tile that holds the root of the complete subtree over {@code node}, or what it is computed from. */
    static TileId holding(LeafRange node) {
        int level = Math.min(node.height() / HEIGHT, MAX_LEVEL);
        return new TileId(level, node.from() >>> (HEIGHT * level) >>> HEIGHT);
    }
}
