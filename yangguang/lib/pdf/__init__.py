"""PDF as pictures and words: looked at by PDFium, written anew, checked by pypdf.

PDFium reads what strangers made and is not safe for threads, so ``yangguang.lib.pdf.child`` runs it in a process of its
own; nothing else imports ``reading``.
"""
