package io.github.ecsusagereport.kernel;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where the cgroup hierarchies are mounted, and where in them this process is.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/cgroups.7.html">cgroups(7)</a>
 * @see <a
 *     href="https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html">proc_pid_mountinfo(5)</a>
 */
public record CgroupMounts(List<Mount> mounts, List<Membership> memberships) {
  /**
   * One mounted hierarchy.
   *
   * @param folder where it is mounted
   * @param root the cgroup that is seen there, {@code /} unless in a container
   * @param controllers of cgroup v1; empty for cgroup v2, where each folder says its own
   */
  public record Mount(Path folder, String root, List<String> controllers) {}

  /** A line of {@code /proc/self/cgroup}; no controllers for cgroup v2. */
  public record Membership(List<String> controllers, String path) {}

  public static CgroupMounts parse(String mountinfo, String selfCgroup) {
    return new CgroupMounts(
        mountinfo.lines().flatMap(line -> mount(line).stream()).toList(),
        selfCgroup.lines().map(CgroupMounts::membership).toList());
  }

  /** Where cgroup v2 is mounted. */
  public Optional<Path> v2Root() {
    return mounts.stream()
        .filter(mount -> mount.controllers.isEmpty())
        .findFirst()
        .map(Mount::folder);
  }

  /** This process's own folder in cgroup v2. */
  public Optional<Path> v2Own() {
    return own(List.of());
  }

  /** This process's own folder in the hierarchy of cgroup v1 that has this controller. */
  public Optional<Path> v1Own(String controller) {
    return own(List.of(controller));
  }

  private Optional<Path> own(List<String> controllers) {
    Optional<Mount> mount =
        mounts.stream().filter(each -> matches(each.controllers, controllers)).findFirst();
    Optional<Membership> membership =
        memberships.stream().filter(each -> matches(each.controllers, controllers)).findFirst();
    return mount.flatMap(there -> membership.flatMap(here -> folder(there, here.path)));
  }

  private static boolean matches(List<String> has, List<String> wanted) {
    return wanted.isEmpty() ? has.isEmpty() : has.containsAll(wanted);
  }

  private static Optional<Path> folder(Mount mount, String path) {
    Path own = Path.of(path);
    Path root = Path.of(mount.root);
    // A process that was moved out of the container's part of the tree is not to be seen there.
    return own.startsWith(root) && !path.contains("/..")
        ? Optional.of(mount.folder.resolve(root.relativize(own).toString()))
        : Optional.empty();
  }

  private static Optional<Mount> mount(String line) {
    List<String> words = Arrays.asList(line.split(" "));
    int dash = words.indexOf("-");
    if (dash < 5 || words.size() < dash + 4) {
      return Optional.empty();
    }
    Path folder = Path.of(words.get(4));
    String root = words.get(3);
    return switch (words.get(dash + 1)) {
      case "cgroup2" -> Optional.of(new Mount(folder, root, List.of()));
      case "cgroup" ->
          Optional.of(new Mount(folder, root, List.of(words.get(dash + 3).split(","))));
      default -> Optional.empty();
    };
  }

  private static Membership membership(String line) {
    String[] fields = line.split(":", 3);
    return new Membership(
        fields[1].isEmpty() ? List.of() : List.of(fields[1].split(",")), fields[2]);
  }
}
