package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.Party;
import java.util.Set;

/**
 * Where schemas are compared and who is hurt there.
 *
 * @param onNarrowing who breaks when fewer documents are accepted
 * @param onWidening who breaks when more are
 * @param narrowingCounts whether the mode protects them against fewer
 * @param wideningCounts whether the mode protects them against more
 * @param readers whether somebody reads values here, so that a field that goes is missed
 * @param strictNames whether documents may hold names that their version does not declare
 * @param renames whether a field that went and one that came may be one field renamed
 */
public record Site(
    Set<Party> onNarrowing,
    Set<Party> onWidening,
    boolean narrowingCounts,
    boolean wideningCounts,
    boolean readers,
    boolean strictNames,
    boolean renames) {}
