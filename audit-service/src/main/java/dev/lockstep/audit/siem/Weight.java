package dev.lockstep.audit.siem;

import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.orchestration.ApprovalEvent;
import dev.lockstep.contracts.orchestration.DeputyEvent;
import dev.lockstep.contracts.orchestration.LateResultRecorded;
import dev.lockstep.contracts.orchestration.MarkDoneEvent;
import dev.lockstep.contracts.orchestration.OverrideEvent;
import dev.lockstep.contracts.orchestration.PauseEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.StateLeftEvent;
import dev.lockstep.contracts.platform.PlatformEvent;
import dev.lockstep.contracts.records.RecordsEvent;
import dev.lockstep.contracts.validation.OwnRequirementsChanged;
import dev.lockstep.contracts.validation.WaiverEvent;

/** How much somebody who watches should care about an entry, in the scales of those who receive it. */
enum Weight {
    /** It went as it should. */
    PLAIN(3, 6, 1, "Informational"),
    /** Somebody was refused, authority changed, or something did not go the plain way. */
    NOTABLE(6, 4, 3, "Medium"),
    /** A safeguard was put aside, or the history is not complete. */
    GRAVE(9, 2, 4, "High");

    private static final String PERMITTED = "permitted";

    /** From 0 to 10, of CEF. */
    final int cef;
    /** Of syslog (RFC 5424), where less is worse. */
    final int syslog;
    /** {@code severity_id} of OCSF. */
    final int ocsf;
    /** {@code severity} of OCSF. */
    final String name;

    Weight(int cef, int syslog, int ocsf, String name) {
        this.cef = cef;
        this.syslog = syslog;
        this.ocsf = ocsf;
        this.name = name;
    }

    static Weight of(PublishedEvent event) {
        return switch (event) {
            case OverrideEvent.ApprovalOverridden _, PlatformEvent.AccessDecisionsLost _ -> GRAVE;
            case PlatformEvent.AccessDecided _, PlatformEvent.HistoryRead _ -> isRefusal(event) ? NOTABLE : PLAIN;
            case PlatformEvent.IdentityActRecorded act ->
                act.error() != null || act.resource() != null ? NOTABLE : PLAIN;
            case OverrideEvent _,
                    MarkDoneEvent _,
                    PauseEvent _,
                    StateLeftEvent _,
                    LateResultRecorded _,
                    DeputyEvent _,
                    OwnRequirementsChanged _,
                    PlatformEvent _,
                    RecordsEvent.ErasureRequested _,
                    RecordsEvent.PersonErased _,
                    WaiverEvent.WaiverApproved _,
                    ApprovalEvent.RolloutRejected _,
                    ApprovalEvent.ApprovalWithdrawn _,
                    ApprovalEvent.ApprovalsLapsed _,
                    RolloutEvent.StepHeld _,
                    RolloutEvent.HoldDecided _,
                    RolloutEvent.StepUndone _,
                    RolloutEvent.RolloutAborted _ -> NOTABLE;
            case PublishedEvent _ -> PLAIN;
        };
    }

    /** Whether an event says that somebody was not allowed something, or did not get it. */
    static boolean isRefusal(PublishedEvent event) {
        return switch (event) {
            case PlatformEvent.AccessDecided decided -> !decided.outcome().equals(PERMITTED);
            case PlatformEvent.HistoryRead read -> !read.outcome().equals(PERMITTED);
            case PlatformEvent.IdentityActRecorded act -> act.error() != null;
            case PlatformEvent.ActRefused _, PlatformEvent.TokensRefused _, PlatformEvent.IdentityFailuresRecorded _ ->
                true;
            case PublishedEvent _ -> false;
        };
    }
}
