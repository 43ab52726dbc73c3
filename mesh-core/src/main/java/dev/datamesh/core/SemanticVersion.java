package dev.datamesh.core;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A semantic version (semver.org 2.0.0) without build metadata. {@code v2.1} and {@code 2.1} are
 * accepted spellings of {@code 2.1.0}.
 *
 * @param preRelease the part after the hyphen, empty if none
 */
public record SemanticVersion(int major, int minor, int patch, String preRelease)
    implements Comparable<SemanticVersion> {

  /** Which part of the version number a change calls for, the smallest first. */
  public enum Bump {
    NONE,
    PATCH,
    MINOR,
    MAJOR
  }

  private static final Pattern TEXT =
      Pattern.compile(
          "v?(0|[1-9]\\d{0,8})(?:\\.(0|[1-9]\\d{0,8}))?(?:\\.(0|[1-9]\\d{0,8}))?"
              + "(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?");

  public SemanticVersion {
    if (major < 0 || minor < 0 || patch < 0) {
      throw new InvalidInputException(
          "Cannot use a negative version number: %d.%d.%d".formatted(major, minor, patch));
    }
  }

  public static SemanticVersion of(int major, int minor, int patch) {
    return new SemanticVersion(major, minor, patch, "");
  }

  /** Reads {@code 2.1.0}, {@code 2.1}, {@code v2.1} or {@code 2.1.0-rc.1}. */
  public static SemanticVersion of(String text) {
    Matcher match = TEXT.matcher(text.strip());
    if (!match.matches()) {
      throw new InvalidInputException(
          "Cannot read a version: \"" + text + "\"; expected MAJOR.MINOR.PATCH, such as 2.1.0");
    }
    return new SemanticVersion(
        part(match.group(1)),
        part(match.group(2)),
        part(match.group(3)),
        match.group(4) == null ? "" : match.group(4));
  }

  private static int part(@org.jspecify.annotations.Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  /** This version raised by the given part; lower parts start again at 0. */
  public SemanticVersion next(Bump bump) {
    return switch (bump) {
      case NONE -> this;
      case PATCH -> of(major, minor, patch + 1);
      case MINOR -> of(major, minor + 1, 0);
      case MAJOR -> of(major + 1, 0, 0);
    };
  }

  /** The part in which the other version is ahead of this one; NONE where it is not ahead. */
  public Bump bumpTo(SemanticVersion newer) {
    if (newer.compareTo(this) <= 0) {
      return Bump.NONE;
    }
    if (newer.major != major) {
      return Bump.MAJOR;
    }
    return newer.minor != minor ? Bump.MINOR : Bump.PATCH;
  }

  @Override
  public int compareTo(SemanticVersion other) {
    int order = Integer.compare(major, other.major);
    if (order == 0) {
      order = Integer.compare(minor, other.minor);
    }
    if (order == 0) {
      order = Integer.compare(patch, other.patch);
    }
    return order != 0 ? order : comparePreRelease(preRelease, other.preRelease);
  }

  /** Numbers by value below words by ASCII; a longer list above its prefix; none above any. */
  private static int comparePreRelease(String left, String right) {
    if (left.isEmpty() || right.isEmpty()) {
      return Boolean.compare(left.isEmpty(), right.isEmpty());
    }
    String[] lefts = left.split("\\.", -1);
    String[] rights = right.split("\\.", -1);
    for (int i = 0; i < Math.min(lefts.length, rights.length); i++) {
      int order = compareIdentifier(lefts[i], rights[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(lefts.length, rights.length);
  }

  private static int compareIdentifier(String left, String right) {
    boolean leftNumber = left.chars().allMatch(Character::isDigit);
    boolean rightNumber = right.chars().allMatch(Character::isDigit);
    if (leftNumber && rightNumber) {
      return new java.math.BigInteger(left).compareTo(new java.math.BigInteger(right));
    }
    return leftNumber != rightNumber ? (leftNumber ? -1 : 1) : left.compareTo(right);
  }

  @Override
  public String toString() {
    String numbers = major + "." + minor + "." + patch;
    return preRelease.isEmpty() ? numbers : numbers + "-" + preRelease;
  }
}
