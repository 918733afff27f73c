package dev.lockstep.validation.catalogue;

import dev.lockstep.requirements.RequirementEngine;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.catalogue.InvalidCatalogueException;
import dev.lockstep.requirements.catalogue.RequirementFolder;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The engine and its catalogue. */
class EngineBeans {

    /**
     * Evaluates the requirements of Lockstep and those of the platform's folder.
     *
     * @param folder YAML files with requirements that apply to every organization; {@code lockstep.requirements.folder}
     * @throws IOException when the folder cannot be read: the service does not start without what it is told to apply
     * @throws InvalidCatalogueException naming every mistake in the folder by file and line
     */
    @Produces
    @Singleton
    @Startup
    RequirementEngine engine(@ConfigProperty(name = "lockstep.requirements.folder") Optional<Path> folder)
            throws IOException, InvalidCatalogueException {
        Catalogue standard = Catalogue.standard();
        return new RequirementEngine(folder.isPresent() ? RequirementFolder.extend(standard, folder.get()) : standard);
    }
}
