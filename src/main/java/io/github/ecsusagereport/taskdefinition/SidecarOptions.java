package io.github.ecsusagereport.taskdefinition;

import java.util.List;

/**
 * How the sidecar is put in.
 *
 * @param isExact whether it may read the containers' own counters
 * @param image null for that of this project
 * @param containers those to watch; empty where there is one alone
 */
record SidecarOptions(boolean isExact, String image, List<String> containers) {}
