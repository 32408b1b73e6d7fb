# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This person's PATH with $INSTDIR and without. A text of NSIS is cut after 1023 characters and a PATH
# is often longer, so it is changed in memory of our own and never becomes one. What kind of value it
# is stays, too; one that is no text is left alone. Nobody's installation fails because of it.

!macro PathFunctions un

# $1: key, $2: memory with the value and with room for $INSTDIR, $3: its type; $1 is 0 if there is
# nothing that can be changed.
Function ${un}OpenPath
    System::Call 'advapi32::RegCreateKeyExW(p -2147483647, w "Environment", i 0, p 0, i 0, i 0x2001F, p 0, *p .r1, p 0) i .r0'
    ${If} $0 <> 0
        StrCpy $1 0
        Return
    ${EndIf}
    StrCpy $4 0
    System::Call 'advapi32::RegQueryValueExW(p r1, w "Path", p 0, *i .r3, p 0, *i .r4) i .r0'
    ${If} $0 = 2 # there is none
        StrCpy $3 ${REG_EXPAND_SZ}
        StrCpy $4 0
    ${ElseIf} $0 <> 0
    ${OrIf} $3 <> ${REG_SZ}
    ${AndIf} $3 <> ${REG_EXPAND_SZ}
        System::Call 'advapi32::RegCloseKey(p r1)'
        StrCpy $1 0
        Return
    ${EndIf}
    StrLen $0 $INSTDIR
    IntOp $0 $0 * 2
    IntOp $0 $0 + $4
    IntOp $0 $0 + 16
    System::Alloc $0 # full of zeros
    Pop $2
    ${If} $4 > 0
        System::Call 'advapi32::RegQueryValueExW(p r1, w "Path", p 0, p 0, p r2, *i r4)'
    ${EndIf}

    # $5: the same between semicolons, $6: where $INSTDIR stands in that, or 0.
    System::Alloc $0
    Pop $5
    System::Call 'kernel32::lstrcpyW(p r5, w ";")'
    System::Call 'kernel32::lstrcatW(p r5, p r2)'
    System::Call 'kernel32::lstrcatW(p r5, w ";")'
    StrCpy $0 ";$INSTDIR;"
    System::Call 'shlwapi::StrStrIW(p r5, w r0) p .r6'
FunctionEnd

# Writes what stands at $7 and closes what OpenPath opened.
Function ${un}ClosePath
    System::Call 'kernel32::lstrlenW(p r7) i .r0'
    ${If} $0 = 0
        System::Call 'advapi32::RegDeleteValueW(p r1, w "Path")'
    ${Else}
        IntOp $0 $0 + 1
        IntOp $0 $0 * 2
        System::Call 'advapi32::RegSetValueExW(p r1, w "Path", i 0, i r3, p r7, i r0)'
    ${EndIf}
    System::Call 'advapi32::RegCloseKey(p r1)'
    System::Free $2
    System::Free $5
    SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=2000
FunctionEnd

!if "${un}" == ""
Function AddToPath
    Call OpenPath
    ${If} $1 = 0
        DetailPrint "PATH could not be changed."
        Return
    ${EndIf}
    ${If} $6 = 0
        System::Call 'kernel32::lstrlenW(p r2) i .r4'
        StrCpy $8 ""
        ${If} $4 > 0
            # One that ends with a semicolon shall end with it again when we are gone.
            IntOp $0 $4 - 1
            IntOp $0 $0 * 2
            IntPtrOp $0 $2 + $0
            System::Call '*$0(&i2 .r0)'
            ${If} $0 = 59 # ;
                StrCpy $8 ";"
            ${Else}
                System::Call 'kernel32::lstrcatW(p r2, w ";")'
            ${EndIf}
        ${EndIf}
        StrCpy $0 "$INSTDIR$8"
        System::Call 'kernel32::lstrcatW(p r2, w r0)'
    ${EndIf}
    StrCpy $7 $2
    Call ClosePath
FunctionEnd
!else
Function un.RemoveFromPath
    Call un.OpenPath
    ${If} $1 = 0
        Return
    ${EndIf}
    StrCpy $7 $2
    ${If} $6 <> 0
        StrLen $0 ";$INSTDIR"
        IntOp $0 $0 * 2
        IntPtrOp $8 $6 + $0 # what comes after it
        System::Call 'kernel32::lstrlenW(p r8) i .r0'
        IntOp $0 $0 + 1
        IntOp $0 $0 * 2
        System::Call 'ntdll::RtlMoveMemory(p r6, p r8, p r0)'
        # Without the semicolons around it.
        System::Call 'kernel32::lstrlenW(p r5) i .r0'
        ${If} $0 > 1
            IntOp $0 $0 - 1
            IntOp $0 $0 * 2
            IntPtrOp $0 $5 + $0
            System::Call '*$0(&i2 0)'
        ${EndIf}
        IntPtrOp $7 $5 + 2
    ${EndIf}
    Call un.ClosePath
FunctionEnd
!endif

!macroend
