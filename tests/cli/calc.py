"""LibreOffice Calc without a window, as an office has it: in Vietnamese, with a decimal comma. A macro in a profile of its
own opens workbooks, types into cells what a person would type, and saves them."""
import os
import shutil
import subprocess

LOCALE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>vi-VN</value></prop></item>
</oor:items>
"""
# jobs.txt: "open PATH", "type CELL TAB TEXT", "xlsx PATH", "csv PATH", in order.
MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Main(folder As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim save(1) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  save(0).Name = "FilterName"
  save(1).Name = "FilterOptions"
  n = FreeFile
  Open ConvertToURL(folder &amp; "/jobs.txt") For Input As #n
  Do While Not EOF(n)
    Line Input #n, row
    part = Split(row, Chr(9))
    Select Case part(0)
    Case "open"
      doc = StarDesktop.loadComponentFromURL(ConvertToURL(part(1)), "_blank", 0, hidden())
    Case "type"
      doc.Sheets.getByIndex(0).getCellRangeByName(part(1)).FormulaLocal = part(2)
    Case "xlsx"
      save(0).Value = "Calc MS Excel 2007 XML"
      save(1).Value = ""
      doc.storeToURL(ConvertToURL(part(1)), save())
    Case "csv"
      save(0).Value = "Text - txt - csv (StarCalc)"
      save(1).Value = "59,34,76,1,,1066,false,true"
      doc.storeToURL(ConvertToURL(part(1)), save())
    Case "close"
      doc.close(True)
    End Select
  Loop
  Close #n
End Sub
</script:module>
"""


class Calc:
    def __init__(self, folder):
        self.folder = os.path.abspath(folder)
        self.jobs = []
        self.said = ""

    def fill(self, path, typed, *saved):
        """Opens a workbook, types {cell: text} into its first sheet, saves it under names ending in .xlsx or .csv."""
        self.jobs.append(("open", path))
        self.jobs += [("type", cell, text) for cell, text in typed.items()]
        self.jobs += [(os.path.splitext(name)[1][1:], name) for name in saved]
        self.jobs.append(("close",))

    def run(self):
        """Everything in one go; whether all of it was saved."""
        profile = os.path.join(self.folder, "profile")
        os.makedirs(os.path.join(profile, "user"), exist_ok=True)
        with open(os.path.join(profile, "user", "registrymodifications.xcu"), "w", encoding="utf-8") as file:
            file.write(LOCALE)
        with open(os.path.join(self.folder, "jobs.txt"), "w", encoding="utf-8") as file:
            file.writelines("\t".join(job) + "\n" for job in self.jobs)
        self.start(profile, "--terminate_after_init")  # fills the profile with what belongs there
        with open(os.path.join(profile, "user", "basic", "Standard", "Module1.xba"), "w", encoding="utf-8") as file:
            file.write(MACRO)
        self.start(profile, f'macro:///Standard.Module1.Main("{self.folder}")')
        return all(os.path.exists(job[1]) for job in self.jobs if job[0] in ("xlsx", "csv"))

    def start(self, profile, *what):
        soffice = shutil.which("soffice") or shutil.which("libreoffice") or "soffice"
        try:
            done = subprocess.run([soffice, "-env:UserInstallation=file://" + profile, "--headless", "--norestore", *what],
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120,
                                  # The job list is UTF-8, whatever the tests run under.
                                  env={**os.environ, "HOME": self.folder, "LC_ALL": "C.UTF-8"})
            self.said += done.stdout
        except (OSError, subprocess.TimeoutExpired) as error:
            self.said += str(error)
