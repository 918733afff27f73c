package dev.lockstep.inventory.organizations;

import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.OrganizationEvent;
import dev.lockstep.inventory.facts.RecordReader;
import dev.lockstep.inventory.facts.Records;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The records of all organizations, by organization id. */
@Singleton
public class OrganizationRecords extends Records<OrganizationCommand, OrganizationEvent> {

    @Inject
    OrganizationRecords(RecordReader reader) {
        super("organization", DocumentKind.ORGANIZATION, new OrganizationDecider(), OrganizationEvent.class, reader);
    }
}
