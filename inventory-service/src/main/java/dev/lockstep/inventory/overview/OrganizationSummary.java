package dev.lockstep.inventory.overview;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** One organization in a list; written by {@link OverviewProjection} only. */
@Entity
@Immutable
@Table(name = "organization_view")
@SuppressWarnings("NullAway.Init") // filled by the persistence layer
public class OrganizationSummary extends PanacheEntityBase {

    /** The organization's id. */
    @Id
    public String id;

    /** Its display name. */
    public String name;

    /** Version of its record. */
    public long version;

    /** When its record last changed. */
    @Column(name = "changed_at")
    public Instant changedAt;
}
