package dev.lockstep.inventory.importing;

import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.Problem;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import dev.lockstep.requirements.document.DocumentMistake;
import dev.lockstep.requirements.document.DocumentReader;
import dev.lockstep.requirements.document.DocumentReading;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import dev.lockstep.service.http.ProblemException;
import dev.lockstep.service.http.RequestContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Inventory documents coming in. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/inventory")
public class ImportResource {

    private static final Pattern SITE = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,63}");

    private final DocumentReader documents = new DocumentReader(FactsDictionary.standard());

    @Inject
    Access access;

    @Inject
    RequestContext request;

    @Inject
    Importer importer;

    /**
     * Imports a document whole, or not at all; what it says already being recorded leads to nothing.
     *
     * @param site the site whose runner reaches the cluster; needed when the cluster is new
     * @param dryRun {@code true} to see what would change, and change nothing
     */
    @POST
    @Path("/imports")
    @Consumes({
        MediaType.APPLICATION_JSON,
        "application/yaml",
        "application/x-yaml",
        "text/yaml",
        "text/x-yaml",
        MediaType.TEXT_PLAIN
    })
    @Produces(MediaType.APPLICATION_JSON)
    @Policy("inventory.import")
    public ImportReport take(
            @QueryParam("site") @Nullable String site,
            @QueryParam("dryRun") @Nullable String dryRun,
            @Nullable InputStream body)
            throws IOException {
        String place = Optional.ofNullable(site).map(String::strip).orElse(null);
        if (place != null && !SITE.matcher(place).matches()) {
            throw new InvalidRequestException(new Mistake(
                    "site", "this is no name of a site", "use 1 to 64 letters, digits, blanks, dots, dashes"));
        }
        boolean only = flag(dryRun);
        Provenance provenance = new Provenance(
                "imported document", request.time(), access.principal().name(), Confidence.IMPORTED);
        ImportRequest wanted = read(body == null ? new byte[0] : bytes(body), provenance);
        return only ? importer.tryOut(wanted, place, provenance) : importer.run(wanted, place, provenance);
    }

    private static boolean flag(@Nullable String text) {
        return switch (text) {
            case null -> false;
            case "false" -> false;
            case "true", "" -> true;
            default ->
                throw new InvalidRequestException(
                        new Mistake("dryRun", "'%s' is neither true nor false".formatted(text), "use true or false"));
        };
    }

    private static byte[] bytes(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(DocumentReader.MAXIMUM_BYTES + 1);
        if (bytes.length > DocumentReader.MAXIMUM_BYTES) {
            throw new ProblemException(Problem.of(
                            "too-large",
                            "Too large",
                            413,
                            "The document is larger than %,d bytes. Give one document for each cluster."
                                    .formatted(DocumentReader.MAXIMUM_BYTES))
                    .with("maximumBytes", DocumentReader.MAXIMUM_BYTES));
        }
        return bytes;
    }

    private ImportRequest read(byte[] bytes, Provenance provenance) {
        return switch (documents.read(bytes)) {
            case DocumentReading.Refused refused -> throw invalid(refused.mistakes());
            case DocumentReading.Accepted accepted ->
                switch (ImportRequest.of(accepted.document(), provenance)) {
                    case ImportRequest.Reading.Refused refused -> throw invalid(refused.mistakes());
                    case ImportRequest.Reading.Accepted request -> request.request();
                };
        };
    }

    private static ProblemException invalid(List<DocumentMistake> mistakes) {
        return new ProblemException(Problem.of(
                        "invalid-document",
                        "Invalid document",
                        422,
                        mistakes.size() == 1
                                ? mistakes.getFirst().sentence()
                                : "The document has %d mistakes; nothing of it was recorded."
                                        .formatted(mistakes.size()))
                .with("errors", mistakes.stream().map(ImportResource::error).toList()));
    }

    private static Map<String, Object> error(DocumentMistake mistake) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("place", mistake.place());
        if (mistake.line() != null) {
            error.put("line", mistake.line());
        }
        error.put("problem", mistake.what());
        error.put("remedy", mistake.remedy());
        return error;
    }
}
