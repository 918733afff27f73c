package dev.lockstep.requirements.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder with an enterprise's own requirements: every {@code .yaml} and {@code .yml} file in it, in the order of their names. */
public final class RequirementFolder {

    /** The largest file that is read, in bytes. */
    public static final int MOST_BYTES = 1024 * 1024;

    /** The most files that are read. */
    public static final int MOST_FILES = 200;

    private RequirementFolder() {}

    /**
     * The requirements of a catalogue and those of a folder.
     *
     * @throws IOException when the folder or a file in it cannot be read
     * @throws InvalidCatalogueException naming every mistake by file and line
     */
    public static Catalogue extend(Catalogue base, Path folder) throws IOException, InvalidCatalogueException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(file -> file.getFileName().toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .limit(MOST_FILES + 1L)
                    .toList();
        }
        List<CatalogueMistake> mistakes = new ArrayList<>();
        if (files.size() > MOST_FILES) {
            mistakes.add(new CatalogueMistake(
                    folder.toString(), null, null, "there are more than %d files".formatted(MOST_FILES)));
            throw new InvalidCatalogueException(mistakes);
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Path file : files) {
            texts.put(file.getFileName().toString(), text(file, mistakes));
        }
        if (!mistakes.isEmpty()) {
            throw new InvalidCatalogueException(mistakes);
        }
        return new CatalogueReader().extend(base, texts);
    }

    private static String text(Path file, List<CatalogueMistake> mistakes) throws IOException {
        String name = file.getFileName().toString();
        if (!Files.isRegularFile(file)) {
            mistakes.add(new CatalogueMistake(name, null, null, "it is neither a file nor a link to one"));
            return "";
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                mistakes.add(new CatalogueMistake(
                        name, null, null, "the file is larger than %,d bytes".formatted(MOST_BYTES)));
                return "";
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            mistakes.add(new CatalogueMistake(name, null, null, "the file is not UTF-8 text"));
            return "";
        }
    }
}
