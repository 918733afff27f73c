package dev.lockstep.validation.catalogue;

import dev.lockstep.access.http.Policy;
import dev.lockstep.contracts.Problem;
import dev.lockstep.requirements.storage.StorageLayout;
import dev.lockstep.requirements.storage.StorageNeed;
import dev.lockstep.requirements.storage.StorageNeed.Mounting;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import dev.lockstep.service.http.ProblemException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.TreeSet;

/** Storage layouts, derived from what is wanted. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/validation/storage-layout")
public class StorageLayoutResource {

    /**
     * The shared disks of a cluster.
     *
     * @param virtualServers Exchange virtual servers
     * @param storageGroups storage groups of each
     * @param mountPoints {@code NEVER}, {@code WHEN_NEEDED} or {@code ALWAYS}
     */
    @GET
    @Policy("validation.catalogue")
    public StorageLayout layout(
            @QueryParam("virtualServers") @DefaultValue("3") String virtualServers,
            @QueryParam("storageGroups") @DefaultValue("3") String storageGroups,
            @QueryParam("mountPoints") @DefaultValue("WHEN_NEEDED") String mountPoints) {
        StorageNeed need = new StorageNeed(
                number("virtualServers", virtualServers),
                number("storageGroups", storageGroups),
                new TreeSet<>(StorageNeed.USUALLY_RESERVED),
                mounting(mountPoints));
        return switch (StorageLayout.plan(need)) {
            case StorageLayout.Outcome.Planned planned -> planned.layout();
            case StorageLayout.Outcome.Impossible impossible ->
                throw new ProblemException(
                        Problem.of("no-storage-layout", "No such layout", 422, String.join(" ", impossible.reasons())));
        };
    }

    private static int number(String parameter, String text) {
        if (!text.matches("[0-9]{1,4}")) {
            throw new InvalidRequestException(
                    new Mistake(parameter, "'%s' is no number".formatted(text), "write a number such as 3"));
        }
        return Integer.parseInt(text);
    }

    private static Mounting mounting(String text) {
        return Arrays.stream(Mounting.values())
                .filter(known -> known.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(new Mistake(
                        "mountPoints",
                        "it never is '%s'".formatted(text),
                        "use one of " + Arrays.toString(Mounting.values()))));
    }
}
