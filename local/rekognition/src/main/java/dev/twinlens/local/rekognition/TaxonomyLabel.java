package dev.twinlens.local.rekognition;

import java.util.List;

/**
 * A name in Rekognition's taxonomy.
 *
 * @param ancestors every ancestor's name, in alphabetical order, as Rekognition lists Parents
 */
record TaxonomyLabel(
    String name, List<String> ancestors, List<String> aliases, List<String> categories) {}
