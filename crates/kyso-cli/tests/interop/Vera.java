// veraPDF on each file: the level that it claims, and each rule that it breaks; one line a file.
import java.io.File;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.results.TestAssertion;

class Vera {
    public static void main(String[] files) throws Exception {
        java.util.logging.LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) {
            try (var parser = Foundries.defaultInstance().createParser(new File(file));
                    var validator = Foundries.defaultInstance().createValidator(parser.getFlavour(), false)) {
                var result = validator.validate(parser);
                var broken = new TreeSet<String>();
                for (TestAssertion said : result.getTestAssertions()) {
                    if (said.getStatus() == TestAssertion.Status.FAILED) {
                        broken.add(said.getRuleId().getClause() + "-" + said.getRuleId().getTestNumber() + " " + said.getMessage());
                    }
                }
                System.out.println(parser.getFlavour().getId() + " " + (result.isCompliant() ? "yes" : "no " + broken));
            }
        }
    }
}
