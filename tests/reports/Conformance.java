import java.io.FileInputStream;
import java.util.TreeSet;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Says whether PDF files keep to standards: one line for each broken rule of each file, none when all is well.
 *
 * <p>Arguments: flavours joined by commas (ua1,3a), then files. A line is file, flavour, clause and message, divided by tabs.
 */
public class Conformance {

  public static void main(String[] arguments) throws Exception {
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    for (String flavour : arguments[0].split(",")) {
      for (int place = 1; place < arguments.length; place++) {
        for (String broken : brokenRules(arguments[place], PDFAFlavour.fromString(flavour))) {
          System.out.println(arguments[place] + "\t" + flavour + "\t" + broken);
        }
      }
    }
    System.out.println("checked");
  }

  private static TreeSet<String> brokenRules(String file, PDFAFlavour flavour) throws Exception {
    TreeSet<String> broken = new TreeSet<>();
    try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour)) {
      ValidationResult result = Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
      for (TestAssertion assertion : result.getTestAssertions()) {
        if (assertion.getStatus() == TestAssertion.Status.FAILED) {
          broken.add(assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber()
              + "\t" + assertion.getMessage());
        }
      }
      if (!result.isCompliant() && broken.isEmpty()) {
        broken.add("0\tnot compliant, without a rule being named");
      }
    }
    return broken;
  }
}
