package dev.lockstep.contracts.inventory;

import dev.lockstep.contracts.PublishedEvent;

/** What changed in the recorded facts about an organization or a cluster. */
public sealed interface InventoryEvent extends PublishedEvent permits OrganizationEvent, ClusterEvent {}
