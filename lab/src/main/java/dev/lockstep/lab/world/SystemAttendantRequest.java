package dev.lockstep.lab.world;

import java.util.List;

/** What a person enters in the wizard that creates the System Attendant of a virtual server. */
public record SystemAttendantRequest(
        String group,
        String administrativeGroup,
        String routingGroup,
        String dataDirectory,
        List<String> dependencies) {
    public SystemAttendantRequest {
        dependencies = List.copyOf(dependencies);
    }
}
