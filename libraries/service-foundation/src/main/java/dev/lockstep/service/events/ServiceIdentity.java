package dev.lockstep.service.events;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which service this is: {@code lockstep.service} says {@code inventory}, {@code validation}, {@code orchestration} or {@code audit}. */
@Singleton
public class ServiceIdentity {

    private final String name;

    @Inject
    ServiceIdentity(@ConfigProperty(name = "lockstep.service") String name) {
        this.name = name;
    }

    /** The service's short name. */
    public String name() {
        return name;
    }

    /** The topic that it publishes to. */
    public String topic() {
        return "lockstep." + name;
    }

    /** How its events name it as their source. */
    public String source() {
        return "/lockstep/" + name + "-service";
    }
}
