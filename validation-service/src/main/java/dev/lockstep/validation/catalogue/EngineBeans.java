package dev.lockstep.validation.catalogue;

import dev.lockstep.requirements.RequirementEngine;
import dev.lockstep.requirements.catalogue.Catalogue;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The engine and its catalogue. */
class EngineBeans {

    @Produces
    @Singleton
    RequirementEngine engine() {
        return new RequirementEngine(Catalogue.standard());
    }
}
