package dev.datamesh.core.access;

import dev.datamesh.core.AccessDeniedException;

/**
 * Decides who may do what; every sensitive write of every wing asks it first. Called from the
 * caller's thread, before anything is changed; must return quickly. Implementations are safe for
 * use by many threads.
 */
@FunctionalInterface
public interface Guard {

  /** Lets everybody do everything: for tests and for hosts that decide elsewhere. */
  Guard OPEN = (principal, action, domain, target) -> Decision.GRANTED;

  /**
   * By role: the platform does everything; an owner of a domain does everything within it except
   * declare domains and manage keys; a reader writes nothing.
   */
  Guard BY_ROLE = Guard::byRole;

  /**
   * Answers whether the principal may act.
   *
   * @param domain the domain concerned, empty if none
   * @param target what is acted upon, such as {@code ventas.daily_revenue_api}
   */
  Decision decide(Principal principal, Action action, String domain, String target);

  /** Throws where the answer is no. */
  default void require(Principal principal, Action action, String domain, String target) {
    Decision decision = decide(principal, action, domain, target);
    if (!decision.granted()) {
      throw new AccessDeniedException(
          "Cannot %s %s as %s, %s".formatted(action.words(), target, principal, decision.reason()),
          principal.name(),
          action.words() + " " + target);
    }
  }

  /**
   * The answer.
   *
   * @param reason why not, empty where granted
   */
  record Decision(boolean granted, String reason) {

    public static final Decision GRANTED = new Decision(true, "");

    public static Decision refused(String reason) {
      return new Decision(false, reason);
    }
  }

  private static Decision byRole(Principal principal, Action action, String domain, String target) {
    if (principal.isPlatform() || action == Action.READ) {
      return Decision.GRANTED;
    }
    boolean platformOnly = action == Action.DECLARE_DOMAIN || action == Action.MANAGE_KEYS;
    if (platformOnly) {
      return Decision.refused("that takes the role platform");
    }
    if (principal.role() != Role.DOMAIN_OWNER) {
      return Decision.refused("a reader writes nothing");
    }
    return principal.domains().contains(domain)
        ? Decision.GRANTED
        : Decision.refused("it does not own the domain \"" + domain + "\"");
  }
}
