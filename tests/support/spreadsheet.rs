//! A spreadsheet program that edits a file as a person would: LibreOffice, without a window, in a profile of its own.

use std::{fs, path::Path, process::Command};

use tempfile::TempDir;

/// Names LibreOffice's program.
const SOFFICE: &str = "TAVOLIERE_SOFFICE";

/// The list of the profile's library, which then has our module.
const LIBRARY: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Edit"/>
</library:library>
"#;

/// Opens a file, sets cells of its first sheet (`D7:4;E8:=1+1`), computes, and saves it as XLSX or as CSV.
const MODULE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Edit" script:language="StarBasic">
Sub Main(source, target, edits, kind)
  Dim filter(0) As New com.sun.star.beans.PropertyValue
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  sheet = document.Sheets.getByIndex(0)
  For Each one In Split(edits, ";")
    parts = Split(one, ":")
    cell = sheet.getCellRangeByName(parts(0))
    If Left(parts(1), 1) = "=" Then
      cell.setFormula(parts(1))
    Else
      cell.setValue(CDbl(parts(1)))
    End If
  Next
  document.calculateAll()
  filter(0).Name = "FilterName"
  filter(0).Value = kind
  document.storeToURL(target, filter())
  document.close(True)
End Sub
</script:module>
"#;

/// The program, with a profile that ends with the test.
pub(crate) struct Spreadsheet {
    program: String,
    folder: TempDir,
}

impl Spreadsheet {
    pub(crate) fn open() -> Self {
        let program = std::env::var(SOFFICE).unwrap_or_else(|_| {
            panic!(
                "{SOFFICE} names no LibreOffice. `cargo xtask test api` finds or installs one (Debian: package \
                 libreoffice-calc); or set it to the path of soffice"
            )
        });
        let office = Self { program, folder: TempDir::new().expect("a temporary folder can be made") };
        // It makes its profile when it starts, and leaves alone what stands there afterwards.
        office.run(&["--terminate_after_init"]);
        let basic = office.folder.path().join("profile/user/basic/Standard");
        fs::write(basic.join("script.xlb"), LIBRARY).expect("the list is written");
        fs::write(basic.join("Edit.xba"), MODULE).expect("the module is written");
        office
    }

    /// Sets cells of the first sheet and saves as XLSX.
    pub(crate) fn edited(&self, file: &[u8], edits: &[(&str, &str)]) -> Vec<u8> {
        let (from, to) = (self.folder.path().join("from.xlsx"), self.folder.path().join("to.xlsx"));
        fs::write(&from, file).expect("the file is written");
        let edits: Vec<String> = edits.iter().map(|(at, value)| format!("{at}:{value}")).collect();
        let (url, kind) = (|path: &Path| format!("file://{}", path.display()), "Calc MS Excel 2007 XML");
        let call = format!(
            "macro:///Standard.Edit.Main(\"{}\",\"{}\",\"{}\",\"{kind}\")",
            url(&from),
            url(&to),
            edits.join(";")
        );
        self.run(&["--norestore", "--nologo", &call]);
        fs::read(to).expect("LibreOffice saved the file")
    }

    fn run(&self, arguments: &[&str]) {
        let profile = format!("-env:UserInstallation=file://{}", self.folder.path().join("profile").display());
        let mut command = Command::new(&self.program);
        let done = command.arg(profile).arg("--headless").args(arguments).output().expect("LibreOffice starts");
        assert!(done.status.success(), "LibreOffice: {}", String::from_utf8_lossy(&done.stderr));
    }
}
