/** The entries of the log as events for a SIEM: in CEF or OCSF, over syslog or HTTPS, each at least once and in order. */
@NullMarked
package dev.lockstep.audit.siem;

import org.jspecify.annotations.NullMarked;
