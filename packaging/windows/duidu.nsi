; The Windows setup: for one user, without an administrator; takes .duidu files and duidu: links.
;   makensis -DVERSION=0.1.0 -DSOURCE=..\..\dist\duidu -DICONS=..\..\build\icons -DTARGET=..\..\dist\duidu-0.1.0-setup.exe
;     -DLICENCE=..\..\LICENSE duidu.nsi
; A silent run: setup.exe /S [/D=C:\folder]
Unicode true
!ifndef VERSION
  !error "VERSION is not given"
!endif
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"

Name "Duidu ${VERSION}"
OutFile "${TARGET}"
InstallDir "$LOCALAPPDATA\Programs\Duidu"
InstallDirRegKey HKCU "Software\Duidu" "Folder"
RequestExecutionLevel user
SetCompressor /SOLID lzma
ManifestDPIAware true
BrandingText "Duidu 对读 ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Duidu"
VIAddVersionKey "FileDescription" "Duidu setup"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Apache-2.0"

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Duidu"
!define PROJECT "Duidu.Project"
!define MUI_ICON "${ICONS}/duidu.ico"
!define MUI_UNICON "${ICONS}/duidu.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\duidu.exe"
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"
LangString TYPE ${LANG_SIMPCHINESE} "对读项目"
LangString TYPE ${LANG_ENGLISH} "Duidu project"
LangString LINK ${LANG_SIMPCHINESE} "对读"
LangString LINK ${LANG_ENGLISH} "Duidu"
LangString RUNNING ${LANG_SIMPCHINESE} "对读正在运行。请先关闭它，再重试。"
LangString RUNNING ${LANG_ENGLISH} "Duidu is running. Close it, then try again."

Section
  ; A program that runs holds its file: ask to close it instead of leaving half of an old version.
  try:
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\duidu.exe"
    FileOpen $0 "$INSTDIR\duidu.exe" a
    ${If} ${Errors}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDCANCEL IDRETRY try
      Abort
    ${EndIf}
    FileClose $0
    RMDir /r "$INSTDIR\_internal"
  ${EndIf}
  SetOutPath "$INSTDIR"
  File /r "${SOURCE}/*"
  File "/oname=project.ico" "${ICONS}/project.ico"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\$(LINK).lnk" "$INSTDIR\duidu.exe" "" "$INSTDIR\duidu.exe"

  WriteRegStr HKCU "Software\Duidu" "Folder" "$INSTDIR"
  WriteRegStr HKCU "Software\Duidu" "Link" "$SMPROGRAMS\$(LINK).lnk"
  WriteRegStr HKCU "Software\Classes\.duidu" "" "${PROJECT}"
  WriteRegStr HKCU "Software\Classes\.duidu" "Content Type" "application/x-duidu-project"
  WriteRegStr HKCU "Software\Classes\.duidu\OpenWithProgids" "${PROJECT}" ""
  WriteRegStr HKCU "Software\Classes\${PROJECT}" "" "$(TYPE)"
  WriteRegStr HKCU "Software\Classes\${PROJECT}\DefaultIcon" "" "$INSTDIR\project.ico"
  WriteRegStr HKCU "Software\Classes\${PROJECT}\shell\open\command" "" '"$INSTDIR\duidu.exe" "%1"'
  ; Reports: in the list of “open with”, never as what a double click does.
  WriteRegStr HKCU "Software\Classes\Applications\duidu.exe" "FriendlyAppName" "Duidu 对读"
  WriteRegStr HKCU "Software\Classes\Applications\duidu.exe\shell\open\command" "" '"$INSTDIR\duidu.exe" "%1"'
  !macro OFFER ENDING
    WriteRegStr HKCU "Software\Classes\Applications\duidu.exe\SupportedTypes" "${ENDING}" ""
  !macroend
  !insertmacro OFFER ".duidu"
  !insertmacro OFFER ".txt"
  !insertmacro OFFER ".docx"
  !insertmacro OFFER ".pdf"
  !insertmacro OFFER ".html"
  ; Links from exported workbooks: duidu:… opens the fact.
  WriteRegStr HKCU "Software\Classes\duidu" "" "URL:Duidu"
  WriteRegStr HKCU "Software\Classes\duidu" "URL Protocol" ""
  WriteRegStr HKCU "Software\Classes\duidu\shell\open\command" "" '"$INSTDIR\duidu.exe" "%1"'

  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" "$0"
  WriteRegStr HKCU "${KEY}" "DisplayName" "Duidu 对读"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\duidu.exe"
  WriteRegStr HKCU "${KEY}" "Publisher" "The Duidu developers"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section "Uninstall"
  ; Projects and settings lie elsewhere and stay.
  ReadRegStr $0 HKCU "Software\Duidu" "Link"
  Delete "$0"
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\duidu.exe"
  Delete "$INSTDIR\duidu-cli.exe"
  Delete "$INSTDIR\project.ico"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "${KEY}"
  DeleteRegKey HKCU "Software\Duidu"
  DeleteRegKey HKCU "Software\Classes\${PROJECT}"
  DeleteRegKey HKCU "Software\Classes\duidu"
  DeleteRegKey HKCU "Software\Classes\Applications\duidu.exe"
  ReadRegStr $0 HKCU "Software\Classes\.duidu" ""
  ${If} $0 == "${PROJECT}"
    DeleteRegKey HKCU "Software\Classes\.duidu"
  ${EndIf}
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
