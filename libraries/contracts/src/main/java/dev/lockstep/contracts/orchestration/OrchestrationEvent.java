package dev.lockstep.contracts.orchestration;

import dev.lockstep.contracts.PublishedEvent;

/** What happened to plans, rollouts and deputies. */
public sealed interface OrchestrationEvent extends PublishedEvent permits PlanEvent, RolloutEvent, DeputyEvent {}
